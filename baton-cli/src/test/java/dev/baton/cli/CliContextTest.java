// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which server a command uses. */
final class CliContextTest {

  @TempDir Path folder;
  private TestBaton baton;

  @BeforeEach
  void start() {
    baton = new TestBaton(folder);
  }

  @AfterEach
  void stop() {
    baton.close();
  }

  @Test
  void context_isUsedUntilAnotherServerIsNamed() {
    assertThat(add("prod", "http://127.0.0.1:1").code()).isZero();
    assertThat(baton.run("context", "use", "prod").out()).isEqualTo("Commands use context prod\n");

    Result away = post();
    Result here = post("--data", baton.data().toString());

    assertThat(away.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(away.err()).contains("no server answers at http://127.0.0.1:1");
    assertThat(here.code()).as(here.err()).isZero();
    assertThat(here.err()).startsWith("Server: " + baton.endpoint() + " (data folder ");
    assertThat(baton.run("context", "use", "--none").code()).isZero();
    assertThat(post().code()).isZero();
  }

  @Test
  void context_ofThisCommandOrTheEnvironment_winsOverTheCurrentOne() {
    add("prod", "http://127.0.0.1:1");
    baton.run("context", "add", "test", "--data", baton.data().toString());
    baton.run("context", "use", "prod");

    Result byFlag = post("--context", "test");
    Result byVariable =
        baton.run(
            Map.of("BATON_CONTEXT", "test"), "", "post", "dummy_test_action", "--seconds", "0");

    assertThat(byFlag.err()).isEqualTo("Server: " + baton.endpoint() + " (context test)\n");
    assertThat(byVariable.err()).isEqualTo(byFlag.err());
  }

  @Test
  void unknownContext_isRefusedWithASuggestion() {
    add("prod", "http://127.0.0.1:1");

    Result result = baton.run("job", "list", "--context", "prodd");

    assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(result.err())
        .isEqualTo("baton: there is no context 'prodd'; did you mean 'prod'?\n");
    assertThat(baton.run("job", "list", "--context", "prod", "--data", "x").err())
        .contains("--data and --context name different servers; give one of them");
  }

  @Test
  void file_isForItsOwnerAlone_andSecretsAreNeverShown() throws IOException {
    Result added =
        baton.run(
            Map.of("BATON_API_SECRET", "swordfish"),
            "",
            "context",
            "add",
            "ci",
            "--endpoint",
            "https://baton.example.org/",
            "--api-key",
            "credential/k");
    Path file = folder.resolve(".config/baton/contexts.json");

    assertThat(added.out()).isEqualTo("Added context ci: https://baton.example.org\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains("swordfish");
    String shown = baton.run("context", "list").out();
    String json = baton.run("context", "list", "--output", "json").out();
    assertThat(shown).contains("ci", "https://baton.example.org", "credential/k", "-");
    assertThat(shown + json).doesNotContain("swordfish");
  }

  @Test
  void removedContext_isGone_andNoLongerUsed() {
    add("prod", "http://127.0.0.1:1");
    baton.run("context", "use", "prod");

    assertThat(baton.run("context", "remove", "prod").code()).isZero();

    assertThat(post().code()).isZero();
    assertThat(baton.run("context", "use", "prod").code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(add("a b", "http://h").code()).isEqualTo(ExitCode.USAGE);
    assertThat(add("x", "h").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void copyOfTheDataFolder_doesNotTalkToTheOriginalServer() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(baton.data())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(baton.data().relativize(file)));
      }
    }
    assertThat(copy.resolve("endpoint.json")).exists();

    Result result = post("--data", copy.toString());

    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.err()).contains("no Baton server runs on the data folder '" + copy + "'");
    assertThat(baton.run("job", "list", "--data", baton.data().toString()).code()).isZero();
  }

  @Test
  void linkToTheDataFolder_isTheFolder() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), baton.data());

    assertThat(post("--data", link.toString()).code()).isZero();
  }

  @Test
  void mistypedVariable_isRefusedWithASuggestion() {
    Map<String, String> environment = new HashMap<>(Map.of("BATON_ENDPIONT", "http://h"));
    environment.put("BATON_SECRET_VAULT", "mine");
    environment.put("BATON_JAVA_OPTS", "-Xmx1g");

    Result result = baton.run(environment, "", "job", "list");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(TestBaton.lines(result.err()))
        .first()
        .isEqualTo(
            "baton: environment variable BATON_ENDPIONT is unknown; did you mean"
                + " 'BATON_ENDPOINT'?");
    assertThat(result.err()).contains("Known: ", "BATON_JAVA_HOME", "BATON_STORE_PASSWORD");
    environment.remove("BATON_ENDPIONT");
    assertThat(baton.run(environment, "", "job", "list").code()).isZero();
  }

  private Result add(String name, String endpoint) {
    return baton.run("context", "add", name, "--endpoint", endpoint);
  }

  private Result post(String... more) {
    String[] command = {"post", "dummy_test_action", "--seconds", "0"};
    return baton.run(Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new));
  }
}
