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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Kills an executor while many instances of a program run as one job. */
@Tag("integration")
@ResourceLock("engines")
final class KilledInstancesTest {

  private static final int INSTANCES = 5;
  private static final Duration BOUND = Duration.ofMinutes(4);

  private static final String SCRIPT =
      "echo up >>$SHARED/starts; echo first; echo odd >&2;"
          + " while [ ! -e $SHARED/end ]; do sleep 1; done; echo last; [ $BATON_INSTANCE != 3 ]";

  @TempDir Path folder;

  @Test
  void instances_whenTheirExecutorIsKilled_runOnAndAreToldByTheNext() throws IOException {
    RealEngine slurm = RealEngine.slurm();
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> flags = new ArrayList<>(List.of("--lease", "PT12S"));
    flags.addAll(slurm.flags());
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess first = baton.startRemoteExecutor("a", flags.toArray(String[]::new));
      ObjectNode job = slurm.job(shared, SCRIPT, "array");
      ((ObjectNode) job.get("payload")).put("instances", INSTANCES);
      String id = baton.api().post(List.of(job)).getFirst();
      awaitMessage(baton, id, "runs in engine 'slurm': 5 of 5 instances run, 0 wait");
      first.killHard();
      baton.startRemoteExecutor("b", flags.toArray(String[]::new));
      awaitMessage(baton, id, "5 of 5 instances run, 0 wait");
      await().atMost(BOUND).until(() -> texts(baton, id).contains("continues with"));
      Files.createFile(shared.resolve("end"));
      await()
          .atMost(BOUND)
          .until(() -> baton.api().get(id).path("state").asText().equals("FAILED"));
      JsonNode ended = baton.api().get(id);
      assertThat(ended.path("status-message").asText())
          .contains("exit code 1: 1 of 5 instances failed: 3");
      assertThat(ended.at("/result/succeeded").asInt()).isEqualTo(4);
      assertThat(ended.at("/result/failed").asInt()).isEqualTo(1);
      assertThat(Files.readAllLines(shared.resolve("starts"))).hasSize(INSTANCES);
      for (int i = 0; i < INSTANCES; i++) {
        assertThat(texts(baton, id))
            .containsOnlyOnce("[" + i + "] first\n")
            .containsOnlyOnce("[" + i + "] odd\n")
            .containsOnlyOnce("[" + i + "] last\n");
      }
      slurm.awaitJobs(folder.resolve("data"), List.of(id), 0);
    }
  }

  private static void awaitMessage(TestInstallation baton, String id, String part) {
    await()
        .atMost(BOUND)
        .untilAsserted(() -> {
          JsonNode job = baton.api().get(id);
          assertThat(job.path("status-message").asText())
              .as("%s %s", job, baton.api().get(id + "/why"))
              .contains(part);
        });
  }

  private static String texts(TestInstallation baton, String id) {
    StringBuilder texts = new StringBuilder();
    baton
        .api()
        .get(id + "/logs")
        .get("lines")
        .forEach(line -> texts.append(line.get("text").asText()).append('\n'));
    return texts.toString();
  }
}
