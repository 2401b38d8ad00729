// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests that Baton hides the secrets that programs print. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
@ResourceLock("engines")
final class HiddenSecretsTest {

  private static final String SECRET = "hunter2-squared";
  private static final String TELLTALE =
      "echo stdout $TOKEN; echo stderr $TOKEN >&2; echo length ${#TOKEN}; exit 3";

  @TempDir Path folder;

  @Test
  void secret_thatIsPrinted_isNowhereToBeRead() throws IOException {
    RealEngine docker = RealEngine.docker();
    Path shared = Files.createDirectory(folder.resolve("shared"));
    try (TestInstallation baton =
        TestInstallation.up(folder, Map.of("BATON_SECRET_VAULT", SECRET), docker.flags())) {
      TestApiClient api = baton.api();
      List<String> ids =
          api.post(
              Stream.of(docker, RealEngine.process()).map(engine -> job(engine, shared)).toList());
      for (String id : ids) {
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> {
              JsonNode job = api.get(id);
              assertThat(job.path("state").asText())
                  .as("%s %s", job, api.get(id + "/why"))
                  .isEqualTo("FAILED");
            });
        assertThat(api.get(id + "/logs").toString())
            .contains("stdout ***", "stderr ***", "length " + SECRET.length())
            .doesNotContain(SECRET);
        assertThat(api.get(id).toString())
            .contains("exit code 3", "stderr ***")
            .doesNotContain(SECRET);
        assertThat(api.get(id + "/history").toString()).doesNotContain(SECRET);
        assertThat(baton.command("show", id))
            .contains(id.substring(id.length() - 12, id.length() - 4))
            .doesNotContain(SECRET);
        assertThat(baton.command("job", "logs", id)).contains("***").doesNotContain(SECRET);
      }
      try (Engine engine = docker.open(folder.resolve("data"))) {
        assertThat(engine.list())
            .hasSize(1)
            .extracting(EngineJob::toString)
            .noneMatch(job -> job.contains(SECRET));
        engine.list().forEach(job -> engine.delete(job.name()));
      }
    }
    assertThat(filesWith(SECRET)).as("data and logs with the secret").isEmpty();
  }

  private static ObjectNode job(RealEngine engine, Path shared) {
    ObjectNode job = engine.job(shared, TELLTALE, "telltale");
    ((ObjectNode) job.get("payload"))
        .put("keep", "PT1H")
        .putObject("secrets")
        .put("TOKEN", "VAULT");
    return job;
  }

  /**
   * The files below the test's folder that contain the text, except the output files of the process
   * engine, which belong to the program.
   */
  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".out") && !file.toString().endsWith(".err"))
          .filter(file -> contains(file, text))
          .toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
