// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engine jobs outlive the executor that made them: it is killed while twenty of them run, and the
 * next one goes on with each.
 */
final class KilledContainersTest {

  private static final int JOBS = 20;
  private static final int LINES = 60;

  @TempDir Path folder;

  @Test
  void containers_whenTheirExecutorIsKilled_areAdoptedWithTheirOutputAndExitCodes()
      throws IOException {
    Path started = folder.resolve("started");
    try (Installation baton = new Installation(folder)) {
      BatonProcess first = baton.startRemoteExecutor("a");
      ApiClient api = baton.api();
      List<String> jobs =
          api.post(IntStream.range(0, JOBS).mapToObj(i -> job(i, started)).toList());
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> jobs.stream().allMatch(job -> texts(api, job).contains("out 5")));
      first.killHard();
      baton.startRemoteExecutor("b");
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> jobs.stream().allMatch(job -> isFinal(api.get(job))));
      for (int i = 0; i < JOBS; i++) {
        assertWhole(api, jobs.get(i), i % 4);
      }
      assertThat(Files.readAllLines(started)).hasSize(JOBS).doesNotHaveDuplicates();
      // Nobody wants them any more.
      Path files = folder.resolve("data/engines/process/baton");
      await().atMost(Duration.ofSeconds(30)).until(() -> records(files) == 0);
    }
  }

  private static void assertWhole(ApiClient api, String id, int code) {
    JsonNode job = api.get(id);
    assertThat(job.get("attempt").asInt()).as("%s", job).isEqualTo(2);
    assertThat(job.get("return-code").asInt()).as("%s", job).isEqualTo(code);
    assertThat(job.get("state").asText()).isEqualTo(code == 0 ? "SUCCESS" : "FAILED");
    assertThat(job.at("/result/exitCode").asInt(-1)).as("%s", job).isEqualTo(code);
    assertThat(job.get("status-message").asText()).contains("exit code " + code, " 59");
    List<String> texts = texts(api, id);
    assertThat(texts.stream().filter(text -> text.startsWith("out "))).isEqualTo(numbered("out "));
    assertThat(texts.stream().filter(text -> text.startsWith("err "))).isEqualTo(numbered("err "));
    assertThat(texts.stream().filter(text -> text.startsWith("runs as "))).hasSize(1);
    assertThat(texts.stream().filter(text -> text.startsWith("goes on with "))).hasSize(1);
  }

  private static List<String> numbered(String word) {
    return IntStream.range(0, LINES).mapToObj(i -> word + i).toList();
  }

  private static ObjectNode job(int number, Path started) {
    String script =
        "echo $0 >>"
            + started
            + "; i=0; while [ $i -lt "
            + LINES
            + " ]; do echo out $i; echo err $i >&2; sleep 0.1; i=$((i+1)); done; exit "
            + number % 4;
    ObjectNode job = ApiClient.JSON.createObjectNode().put("action", "run_container");
    job.putObject("payload")
        .putArray("command")
        .add("sh")
        .add("-c")
        .add(script)
        .add(String.valueOf(number));
    return job;
  }

  private static boolean isFinal(JsonNode job) {
    return List.of("SUCCESS", "FAILED", "CANCELED").contains(job.get("state").asText());
  }

  private static List<String> texts(ApiClient api, String job) {
    List<String> texts = new ArrayList<>();
    api.get(job + "/logs").get("lines").forEach(line -> texts.add(line.get("text").asText()));
    return texts;
  }

  private static long records(Path files) throws IOException {
    try (var all = Files.list(files)) {
      return all.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
