// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.faults.CountingContainers.CountingJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Kills executors one after the other while programs run. Each executor has a different engine and
 * its own data folder. Each program must run once, in its own engine, and its whole output must be
 * stored.
 */
@Tag("integration")
@ResourceLock("engines")
final class KilledEngineExecutorsTest {

  /** The total number of jobs. More than a few take minutes. */
  private static final int JOBS = Integer.getInteger("baton.faults.engine-jobs", 10);

  private static final Duration PAUSE = Duration.ofSeconds(1 + JOBS / 20);
  private static final Duration BOUND = Duration.ofMinutes(4).plusSeconds(3L * JOBS);
  private static final Duration LOOK = Duration.ofMillis(500);

  @TempDir Path folder;

  private final Map<RealEngine, BatonProcess> executors = new LinkedHashMap<>();

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void programs_ofExecutorsKilledInTurn_runOnceInTheirOwnEnginesWithTheirWholeOutput(
      TestReporter reporter) throws IOException {
    List<RealEngine> engines = new ArrayList<>(RealEngine.servers());
    engines.add(RealEngine.process());
    try (TestInstallation baton = new TestInstallation(folder);
        CountingContainers countingContainers =
            new CountingContainers(baton.api(), folder, PAUSE)) {
      engines.forEach(engine -> start(baton, engine));
      List<CountingJob> all = countingContainers.post(engines, JOBS / engines.size(), "mixed");
      all.forEach(one -> await(one, () -> countingContainers.texts(one).contains("err 1")));
      for (RealEngine engine : engines) {
        String owner = engine.name();
        List<CountingJob> own =
            all.stream().filter(one -> owner(countingContainers, one).equals(owner)).toList();
        executors.get(engine).killHard();
        start(baton, engine);
        own.forEach(one -> await(one, () -> attempts(countingContainers, one) > 1));
        own.forEach(one ->
            await(one, () -> countingContainers.message(one).startsWith("continues in engine")));
      }
      countingContainers.endAll();
      for (CountingJob one : all) {
        await(one, () -> countingContainers.isFinal(one));
        countingContainers.assertWhole(one);
        assertReported(countingContainers.job(one), one);
      }
      engines.forEach(engine -> engine.awaitJobs(data(engine), CountingJob.ids(all), 0));
      reporter.publishEntry("programs", String.valueOf(all.size()));
    }
  }

  private void start(TestInstallation baton, RealEngine engine) {
    List<String> flags = new ArrayList<>(List.of("--threads", "200", "--lease", "PT12S"));
    flags.addAll(List.of("--engine", engine.name(), "--data", data(engine).toString()));
    flags.addAll(engine.flags());
    executors.put(engine, baton.startRemoteExecutor(engine.name(), flags.toArray(String[]::new)));
  }

  private Path data(RealEngine engine) {
    return folder.resolve("data-" + engine.name());
  }

  private static void await(CountingJob one, Callable<Boolean> holds) {
    Awaitility.await(one.name())
        .atMost(BOUND)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK)
        .until(holds);
  }

  private static String owner(CountingContainers countingContainers, CountingJob one) {
    return countingContainers.job(one).path("owner").asText();
  }

  private static int attempts(CountingContainers countingContainers, CountingJob one) {
    return countingContainers.job(one).path("attempt").asInt();
  }

  private static void assertReported(JsonNode job, CountingJob one) {
    String engine = one.engine().name();
    assertThat(job.at("/result/engine").asText()).as("%s", job).isEqualTo(engine);
    assertThat(job.at("/location/engine").asText()).as("%s", job).isEqualTo(engine);
    assertThat(job.at("/location/run").asText()).as("%s", job).isNotEmpty();
    assertThat(job.at("/result/reason").asText())
        .as("%s", job)
        .isEqualTo(one.code() == 0 ? "completed" : "exit-code");
    assertThat(job.path("failures").asInt()).as("%s", job).isEqualTo(one.code() == 0 ? 0 : 1);
  }
}
