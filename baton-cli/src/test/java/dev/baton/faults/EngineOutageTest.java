// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.faults.CountingContainers.CountingJob;
import dev.baton.service.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Kills engines for a while, when they already run jobs and before other jobs arrive. Each job must
 * state what it waits for, must be cancellable, and must continue when the engine is back. All
 * engines are tested at the same time.
 */
@Tag("integration")
@ResourceLock("engines")
final class EngineOutageTest {

  private static final int RUNNING = 3;
  private static final Duration BOUND = Duration.ofMinutes(4);

  @TempDir Path folder;

  private boolean areDown;

  /** Other tests use the same servers, so a failed test must start them again. */
  @AfterEach
  void bringEnginesBack() {
    if (areDown) {
      areDown = false;
      atOnce(RealEngine.servers(), RealEngine::up);
    }
  }

  @Test
  void jobs_whenTheirEngineDoesNotAnswer_sayWhatTheyWaitForAndContinue() throws IOException {
    List<RealEngine> engines = RealEngine.servers();
    List<String> flags = new ArrayList<>(List.of("--threads", "100", "--lease", "PT20S"));
    engines.forEach(engine -> flags.addAll(engine.flags()));
    try (TestInstallation baton = new TestInstallation(folder);
        CountingContainers countingContainers = new CountingContainers(baton.api(), folder)) {
      baton.startRemoteExecutor("a", flags.toArray(String[]::new));
      TestApiClient api = baton.api();
      List<CountingJob> running = countingContainers.post(engines, RUNNING, "running");
      List<CountingJob> victims = countingContainers.post(engines, 1, "victim");
      awaitAll(running, one -> countingContainers.texts(one).contains("err 1"));
      awaitAll(victims, one -> countingContainers.texts(one).contains("err 1"));

      areDown = true;
      atOnce(engines, RealEngine::down);
      List<CountingJob> late = countingContainers.post(engines, 1, "late");
      List<CountingJob> never = countingContainers.post(engines, 1, "never");
      awaitAll(late, one -> saysThatItsEngineIsAway(api, countingContainers, one));
      awaitAll(never, one -> saysThatItsEngineIsAway(api, countingContainers, one));
      never.forEach(one -> cancel(api, one));
      victims.forEach(one -> cancel(api, one));
      // A job that has a folder in Slurm may already have been submitted.
      awaitAll(never, one -> isSlurm(one) || countingContainers.state(one).equals("CANCELED"));
      awaitAll(victims, one -> isBeingEnded(countingContainers.message(one)));
      assertThat(victims).allMatch(one -> countingContainers.state(one).equals("RUNNING"));
      // Some of the running programs end during the outage, the others keep running.
      running.stream().filter(one -> one.name().endsWith("2")).forEach(countingContainers::end);
      awaitAll(running, one -> isAway(countingContainers.message(one), one));

      bringEnginesBack();
      awaitAll(victims, one -> countingContainers.state(one).equals("CANCELED"));
      awaitAll(never, one -> countingContainers.state(one).equals("CANCELED"));
      awaitAll(late, one -> countingContainers.texts(one).contains("err 0"));
      awaitAll(
          running,
          one ->
              countingContainers.isFinal(one)
                  || countingContainers.message(one).startsWith("runs in engine"));
      countingContainers.endAll();
      for (CountingJob one : running) {
        awaitAll(List.of(one), countingContainers::isFinal);
        if (one.name().equals("docker-running-2")) {
          // Docker loses the last output of a container that ended while the daemon was down.
          countingContainers.assertCutShort(one);
        } else {
          countingContainers.assertWhole(one);
        }
      }
      for (CountingJob one : late) {
        awaitAll(List.of(one), countingContainers::isFinal);
        countingContainers.assertWhole(one);
      }
      never.forEach(one -> countingContainers.assertStarts(one, 0));
      victims.forEach(one -> countingContainers.assertStarts(one, 1));
      List<String> ids =
          Stream.of(running, victims, late, never)
              .map(CountingJob::ids)
              .flatMap(List::stream)
              .toList();
      engines.forEach(engine -> engine.awaitJobs(folder.resolve("data"), ids, 0));
    }
  }

  private static void awaitAll(List<CountingJob> all, Predicate<CountingJob> condition) {
    for (CountingJob one : all) {
      await(one.toString())
          .atMost(BOUND)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(300))
          .until(() -> condition.test(one));
    }
  }

  private static void atOnce(List<RealEngine> engines, Function<RealEngine, Runnable> what) {
    List<Thread> threads =
        engines.stream()
            .map(engine -> Threads.virtual("engine-" + engine, what.apply(engine)))
            .toList();
    threads.forEach(Thread::start);
    threads.forEach(Threads::join);
  }

  private static void cancel(TestApiClient api, CountingJob one) {
    assertThat(api.send("POST", one.id() + "/cancel", "{}").statusCode()).isEqualTo(200);
  }

  /**
   * Whether the job reports that its engine does not answer: in its own message if it was claimed,
   * otherwise in the gates of {@code why}.
   */
  private static boolean saysThatItsEngineIsAway(
      TestApiClient api, CountingContainers countingContainers, CountingJob one) {
    String why = api.get(one.id() + "/why").path("gates").toString();
    return isAway(countingContainers.message(one), one)
        || why.contains("engine '" + one.engine() + "'");
  }

  private static boolean isAway(String message, CountingJob one) {
    return message.startsWith(
        "engine '" + one.engine() + "' cannot be reached; Baton tries again: ");
  }

  private static boolean isBeingEnded(String message) {
    return message.contains("cannot be reached; cancelled") && message.contains("is being ended");
  }

  private static boolean isSlurm(CountingJob one) {
    return one.engine().name().equals("slurm");
  }
}
