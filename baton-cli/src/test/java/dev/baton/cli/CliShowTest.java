// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which jobs {@code baton show} selects. */
final class CliShowTest {

  @TempDir Path folder;

  private static List<String> shown(TestBaton baton, String last) throws JsonProcessingException {
    JsonNode state =
        ApiClient.JSON.readTree(baton.run("show", "--last", last, "--output", "json").out());
    return state.path("jobs").findValues("job").stream()
        .map(job -> job.path("id").asText())
        .toList();
  }

  @Test
  void show_ofMoreJobsThanItShows_beginsWithThoseThatRun() throws JsonProcessingException {
    try (TestBaton baton = new TestBaton(folder, Map.of("--threads", "1"))) {
      String running = baton.run("post", "dummy_test_action", "--seconds", "600").out().strip();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> baton.run("job", "get", running).out().contains("RUNNING"));
      List<String> posted =
          new ArrayList<>(
              TestBaton.lines(
                  baton
                      .run("post", "dummy_test_action", "-p", "seconds=600", "--count", "5")
                      .out()));

      assertThat(shown(baton, "1")).containsExactly(running);
      assertThat(shown(baton, "3")).hasSize(3).startsWith(running);
      posted.add(running);
      assertThat(shown(baton, "20"))
          .startsWith(running)
          .containsExactlyInAnyOrderElementsOf(posted);
    }
  }
}
