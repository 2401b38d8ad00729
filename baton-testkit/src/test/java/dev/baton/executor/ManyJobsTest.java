// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests many jobs at once, with executors whose connection to the backend is cut at random. */
@Isolated("needs the whole machine and measures memory")
final class ManyJobsTest {

  private static final Logger LOG = LoggerFactory.getLogger(ManyJobsTest.class);

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    inMemoryExecutors.close();
  }

  @Test
  void tenThousandSleepingJobs_runAtOnceOnFewThreads() {
    int jobs = 10_000;
    CountDownLatch sleeping = new CountDownLatch(jobs);
    inMemoryExecutors.action(
        "sleep",
        run -> {
          sleeping.countDown();
          end.await();
        });
    long before = usedMemory();
    List<JobId> ids =
        inMemoryExecutors.jobs().post(Collections.nCopies(jobs, JobSpec.of("sleep"))).stream()
            .map(postResult -> postResult.id())
            .toList();
    long posted = usedMemory();
    int threads = Thread.activeCount();
    Executor executor =
        inMemoryExecutors.start(
            InMemoryExecutors.options("e1").withSlots(jobs).withLease(Duration.ofSeconds(8)));
    await().atMost(Duration.ofSeconds(60)).until(() -> sleeping.getCount() == 0);
    LOG.info(
        "all jobs sleep: jobs={} jobs-kib={} runs-kib={} additional-platform-threads={}",
        jobs,
        (posted - before) >> 10,
        (usedMemory() - posted) >> 10,
        Thread.activeCount() - threads);
    assertThat(executor.running()).isEqualTo(jobs);
    end.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> executor.running() == 0);
    assertThat(ids).allMatch(id -> inMemoryExecutors.job(id).state() == JobState.SUCCESS);
  }

  @SuppressWarnings("SystemGc") // Garbage must not count as memory of the jobs.
  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * Accepts a change once for each key, and only with a newer fencing token than the newest seen.
   */
  private static final class FencedEffects {
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> applied = new ConcurrentHashMap<>();

    boolean apply(String key, long token) {
      boolean[] accepted = new boolean[1];
      newest.compute(
          key,
          (k, seen) -> {
            accepted[0] = seen == null || token > seen;
            return accepted[0] ? token : seen;
          });
      return accepted[0] && applied(key).compareAndSet(0, 1);
    }

    AtomicInteger applied(String key) {
      return applied.computeIfAbsent(key, k -> new AtomicInteger());
    }
  }

  @Test
  void executors_disconnectedAtRandom_loseNoJobAndEndEachOnce() {
    FencedEffects effects = new FencedEffects();
    inMemoryExecutors.action(
        "act",
        run -> {
          end.await(new Random(run.fencingToken()).nextInt(300), TimeUnit.MILLISECONDS);
          effects.apply(run.idempotencyKey(), run.fencingToken());
          end.await(20, TimeUnit.MILLISECONDS);
        });
    List<FaultInjector> gates = List.of(new FaultInjector(), new FaultInjector());
    ExecutorOptions options =
        InMemoryExecutors.options("e")
            .withLease(Duration.ofMillis(400))
            .withSlots(20)
            .withPollInterval(Duration.ofMillis(100));
    gates.forEach(
        faultInjector -> inMemoryExecutors.start(options, faultInjector, ExecutorListener.NONE));
    List<JobId> ids =
        inMemoryExecutors.jobs().post(Collections.nCopies(600, JobSpec.of("act"))).stream()
            .map(postResult -> postResult.id())
            .toList();
    Thread cutter = Threads.virtual("cutter", () -> cutAtRandom(gates));
    cutter.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ids.stream().allMatch(id -> inMemoryExecutors.job(id).state().isFinal()));
    cutter.interrupt();
    Threads.join(cutter);
    gates.forEach(FaultInjector::restore);
    assertThat(ids).allMatch(id -> inMemoryExecutors.job(id).state() == JobState.SUCCESS);
    assertThat(ids).allMatch(id -> effects.applied(id.toString()).get() == 1);
    assertThat(ids)
        .allMatch(
            id -> Collections.frequency(inMemoryExecutors.events(id), JobEvent.Kind.ENDED) == 1);
    long resumed =
        ids.stream()
            .filter(id -> inMemoryExecutors.events(id).contains(JobEvent.Kind.RESUMED))
            .count();
    assertThat(resumed).isPositive();
  }

  private void cutAtRandom(List<FaultInjector> gates) {
    Random random = new Random(7);
    try {
      while (!end.await(random.nextInt(300), TimeUnit.MILLISECONDS)) {
        FaultInjector faultInjector = gates.get(random.nextInt(gates.size()));
        if (random.nextBoolean()) {
          faultInjector.cut();
        } else {
          faultInjector.block();
        }
        end.await(random.nextInt(800), TimeUnit.MILLISECONDS);
        faultInjector.restore();
      }
    } catch (InterruptedException e) {
      LOG.debug("fault injection stopped");
    }
  }
}
