// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Backs up the store of a server that posts and runs jobs, and restores the backup elsewhere. */
@Execution(ExecutionMode.CONCURRENT)
final class BackupTest {

  private static final String ACTION = "fenced_append";
  private static final int BEFORE = 900;
  private static final int MOST_DURING = 400;
  private static final Duration EACH = Duration.ofMillis(200);
  private static final Duration BOUND = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void backup_whileJobsArePostedAndRun_containsAllThatWasAcknowledgedBefore() throws IOException {
    Path effects = folder.resolve("effects");
    Path backup = folder.resolve("backup.zip");
    Path afterKill = folder.resolve("after-kill.zip");
    Set<String> acknowledged;
    Set<String> succeeded;
    Set<String> all;
    try (TestInstallation baton =
        TestInstallation.up(
            folder, "--threads", "4", "--plugins", folder.resolve("plugins").toString())) {
      List<String> first = baton.postAppends(ACTION, BEFORE, effects, EACH);
      await().atMost(BOUND).until(() -> succeeded(baton.api()).size() > 20);
      AtomicBoolean isComplete = new AtomicBoolean();
      CompletableFuture<List<String>> more =
          CompletableFuture.supplyAsync(() -> postMore(baton, effects, isComplete::get));
      await().atMost(BOUND).until(() -> baton.api().allJobs().size() > BEFORE + 20);
      List<JsonNode> jobs = baton.api().allJobs();
      acknowledged = ids(jobs);
      succeeded = succeeded(jobs);
      assertThat(acknowledged).containsAll(first);

      assertThat(baton.command("backup", backup.toString())).contains("is complete");

      isComplete.set(true);
      all = new HashSet<>(first);
      all.addAll(more.join());
      baton.server().killHard();
      Path data = folder.resolve("data");
      assertThat(run("backup", afterKill.toString(), "--data", data.toString()))
          .contains("is complete");
      assertThat(data.toFile().list()).noneMatch(name -> name.contains("copy"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");

    Set<String> restored = finish(backup, effects, succeeded);
    assertThat(restored).containsAll(acknowledged);
    assertThat(all).containsAll(restored);

    assertThat(finish(afterKill, effects, Set.of())).isEqualTo(all);
  }

  private static List<String> postMore(
      TestInstallation baton, Path effects, BooleanSupplier isEnough) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < 100 || (ids.size() < MOST_DURING && !isEnough.getAsBoolean())) {
      ids.addAll(baton.postAppends(ACTION, 10, effects, EACH));
    }
    return ids;
  }

  /**
   * Restores the backup and waits until the restored server has finished all jobs, each once.
   *
   * @param succeeded the jobs that must not run again
   * @return the jobs of the restored store
   */
  private Set<String> finish(Path backup, Path effects, Set<String> succeeded) throws IOException {
    Path data = folder.resolve(backup.getFileName() + "-data");
    assertThat(run("restore", backup.toString(), "--data", data.toString()))
        .contains("Start it with: baton up --data");
    try (BatonProcess server =
        BatonProcess.start(
            folder,
            environment(),
            "up",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--plugins",
            folder.resolve("plugins").toString())) {
      TestApiClient api =
          TestApiClient.login(
              server.awaitLine("Baton is up: "), "super", TestInstallation.PASSWORD);
      await()
          .atMost(BOUND)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> api.states().keySet().equals(Set.of("SUCCESS")));
      List<JsonNode> jobs = api.allJobs();
      Set<String> ids = ids(jobs);
      assertThat(jobs).hasSameSizeAs(ids);
      assertThat(
              RecordedEffects.read(effects).all().stream()
                  .filter(effect -> effect.process() == server.pid())
                  .map(RecordedEffects.Effect::job)
                  .toList())
          .isNotEmpty()
          .doesNotHaveDuplicates()
          .noneMatch(succeeded::contains);
      return ids;
    }
  }

  private String run(String... arguments) {
    try (BatonProcess command = BatonProcess.start(folder, environment(), arguments)) {
      return command.awaitOutput();
    }
  }

  private Map<String, String> environment() {
    return Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
  }

  private static Set<String> succeeded(TestApiClient api) {
    return succeeded(api.allJobs());
  }

  private static Set<String> succeeded(List<JsonNode> jobs) {
    return ids(jobs.stream().filter(job -> job.path("state").asText().equals("SUCCESS")).toList());
  }

  private static Set<String> ids(List<JsonNode> jobs) {
    return jobs.stream().map(job -> job.path("id").asText()).collect(Collectors.toSet());
  }
}
