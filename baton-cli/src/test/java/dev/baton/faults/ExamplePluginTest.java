// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.testkit.server.SshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the engine and the flow of the examples, in a plugin jar of an executor process. */
@Tag("integration")
final class ExamplePluginTest {

  private static final Path SOURCES = Path.of("../examples/src/main/java/com/example");
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  @TempDir Path folder;

  /** Compiles and packs two of the examples, as their build does. */
  private void packPlugin() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> words =
        new ArrayList<>(
            List.of(
                "-parameters",
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    for (String example : List.of("ssh", "release")) {
      try (Stream<Path> files = Files.list(SOURCES.resolve(example))) {
        files.forEach(file -> words.add(file.toString()));
      }
    }
    int code =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new));
    assertThat(code).isZero();
    Path jar = Files.createDirectories(folder.resolve("plugins")).resolve("example.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      zip.putNextEntry(new ZipEntry("META-INF/services/dev.baton.plugin.Plugin"));
      zip.write(
          "com.example.ssh.SshPlugin\ncom.example.release.ReleasePlugin\n"
              .getBytes(StandardCharsets.UTF_8));
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
  }

  private static JsonNode awaitEnd(TestApiClient api, String id) {
    await()
        .atMost(TIMEOUT)
        .until(() ->
            List.of("SUCCESS", "FAILED", "CANCELED").contains(api.get(id).get("state").asText()));
    return api.get(id);
  }

  private ObjectNode release(Path source) {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "release");
    job.putObject("payload")
        .put("source", source.toString())
        .put("target", folder.resolve("target").toString());
    return job;
  }

  @Test
  void engineOfAPlugin_isChosenByItsNameAndRunsTheContainersOfAFlow() throws IOException {
    packPlugin();
    SshServer ssh = SshServer.shared();
    Path source = Files.createDirectory(folder.resolve("source"));
    Path remote = folder.resolve("remote");
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess first =
          baton.startRemoteExecutor(
              "a",
              "--engine",
              "ssh",
              "--engine-option",
              "ssh.host="
                  + SshServer.HOST
                  + ",ssh.config="
                  + ssh.config()
                  + ",ssh.folder="
                  + remote);
      TestApiClient api = baton.api();
      await().atMost(TIMEOUT).until(() -> api.knows("release"));
      JsonNode plain = awaitEnd(api, api.post(List.of(connection())).getFirst());
      assertThat(plain.get("state").asText()).as("%s", plain).isEqualTo("SUCCESS");
      assertThat(plain.at("/result/engine").asText()).isEqualTo("ssh");
      // Only a program that sshd started has this variable.
      assertThat(plain.at("/result/lastLines/0").asText()).startsWith("127.0.0.1 ");
      JsonNode failed = awaitEnd(api, api.post(List.of(release(source))).getFirst());
      assertThat(failed.get("state").asText()).isEqualTo("FAILED");
      assertThat(failed.get("status-message").asText())
          .contains("'test' failed", "there is no README", "the flow was reverted");
      assertThat(folder.resolve("target")).isEmptyDirectory();
      Files.writeString(source.resolve("README"), "read me");
      JsonNode good = awaitEnd(api, api.post(List.of(release(source))).getFirst());
      assertThat(good.get("state").asText()).as("%s", good).isEqualTo("SUCCESS");
      assertThat(folder.resolve("target/release.tar")).isNotEmptyFile();
      assertThat(good.at("/result/packed/engine").asText()).isEqualTo("ssh");
      // The engine removes the files of a job after the job has ended.
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(files(remote.resolve("baton"))).isEmpty());
      assertThat(first.isAlive()).isTrue();
    }
  }

  private static ObjectNode connection() {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "run_container");
    job.putObject("payload").putArray("command").add("sh").add("-c").add("echo $SSH_CONNECTION");
    return job;
  }

  /** The files in the folder of an engine, except the file that identifies the folder. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(".identity")).toList();
    }
  }
}
