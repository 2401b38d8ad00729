// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests commands that need no server. */
final class CliUsageTest {

  @TempDir Path folder;

  @Test
  void version_isPrinted() {
    Result result = run("--version");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("baton ");
  }

  @Test
  void help_listsAllCommandsAndExitsWithZero() {
    Result result = run("--help");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains(
            CommandTable.ROOT.stream().map(CommandTable.CommandEntry::name).toArray(String[]::new));
  }

  @Test
  void help_ofEveryCommand_isThere() {
    for (CommandTable.CommandEntry commandEntry : CommandTable.ROOT) {
      Result result = run(commandEntry.name(), "--help");

      assertThat(result.code()).as(commandEntry.name()).isZero();
      assertThat(result.out()).startsWith("Usage: baton " + commandEntry.name());
    }
  }

  @Test
  void noCommand_showsTheHelpOnStandardError() {
    Result result = run();

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("Usage: baton ");
  }

  @Test
  void unknownCommand_suggestsOne() {
    Result result = run("pots");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .isEqualTo(
            """
            baton: there is no command 'baton pots'
            See 'baton --help'.
            """);
    assertThat(run("excutor").err()).contains("Did you mean 'executor'?");
  }

  @Test
  void post_withAnUnknownOutput_isRefusedBeforeAServerIsSearched() {
    Result result = run("post", "run_command", "--output", "xml");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("output is 'xml'; allowed: table, json");
  }

  @Test
  void unknownFlag_suggestsOne() {
    Result result = run("job", "list", "--fliter", "x");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("'--fliter'", "Did you mean '--filter'?", "See 'baton job list --help'.");
  }

  @Test
  void noServer_saysHowToStartOne() {
    Result result = run("job", "list");

    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.err())
        .isEqualTo(
            "baton: no Baton server found: start one with 'baton up', or name one with --endpoint"
                + " URL or BATON_ENDPOINT\n");
  }

  @Test
  void serverThatDoesNotAnswer_isNamed() {
    Result result = run("job", "list", "--endpoint", "http://127.0.0.1:1");

    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.err()).contains("no server answers at http://127.0.0.1:1");
  }

  @Test
  void executor_thatMayNotWait_endsWhenItsServerDoesNotAnswer() {
    Result result =
        run(
            "executor",
            "--endpoint",
            "http://127.0.0.1:1",
            "--user",
            "x",
            "--password",
            "y",
            "--data",
            folder.toString(),
            "--wait-for-store",
            "0");

    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void wrongSettings_areAllNamedAtOnce() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("baton.properties"), "prot=80\n");

    Result result =
        run(
            "up",
            "--data",
            data.toString(),
            "--port",
            "x",
            "--store",
            "postgres",
            "--plugins",
            "no");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains(
            "baton: 4 settings are wrong:",
            "'prot' in " + data.resolve("baton.properties") + " is unknown",
            "port is 'x' (from --port)",
            "store is 'postgres'",
            "plugins is 'no'");
  }

  @Test
  void wrongOutput_isRefused() {
    Result result = run("--output", "xml", "job", "list");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).isEqualTo("baton: output is 'xml'; allowed: table, json\n");
  }

  @Test
  void completion_isAScriptThatKnowsSubcommands() {
    Result result = run("completion");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("#!/").contains("--max-attempts", "history");
  }

  @Test
  void pluginList_ofFolderWithBrokenJar_namesIt() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "not a jar");

    Result result = run("plugin", "list", "--plugins", folder.toString());

    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("broken.jar");
  }

  private Result run(String... arguments) {
    return TestBaton.runIn(Map.of("HOME", folder.toString()), "", arguments);
  }

  @Test
  void number_thatIsNone_isRefusedWithWhatIsAllowed() {
    assertThat(run("demo", "--jobs", "abc").err())
        .startsWith("baton: --jobs is 'abc'; expected a whole number: How many jobs, 20 to 100000");
    assertThat(run("job", "list", "--last", "abc").err())
        .startsWith("baton: --last is 'abc'; expected a whole number: Number of the last job to");
  }

  @Test
  void unknownEngine_isToldWithAllOtherProblemsAndNothingIsMade() {
    Path data = folder.resolve("none");
    Result result =
        run(
            "up",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--lease",
            "0s",
            "--engine",
            "foo",
            "--engine-option",
            "dokcer.host=unix:///x",
            "--engine-installation",
            "-");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains(
            "4 settings are wrong:",
            "engine 'foo' is unknown; known: docker, kubernetes, podman, process, slurm",
            "engine 'dokcer' is unknown",
            "did you mean 'docker'?",
            "engine-installation is '-'; allowed: ",
            "lease is '0s'");
    assertThat(data).doesNotExist();
  }

  @Test
  void unknownEngineAlone_isToldBeforeAnythingIsMade() {
    Path data = folder.resolve("none");
    Result result = run("up", "--data", data.toString(), "--port", "0", "--engine", "foo");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("baton: engine 'foo' is unknown; known: ").hasLineCount(1);
    assertThat(data).doesNotExist();
  }
}
