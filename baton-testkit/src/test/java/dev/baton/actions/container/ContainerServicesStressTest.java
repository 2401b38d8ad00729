// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Acl;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the background work of container jobs in any order. */
@Isolated("checks the threads of the JVM")
final class ContainerServicesStressTest {

  private static final Clock CLOCK = Clock.system();

  @Nested
  final class EngineJobWatchesStress extends ServiceStress {
    @Override
    protected Subject create() {
      GatedEngine engine = GatedEngine.opened();
      EngineJobWatches watches = new EngineJobWatches(CLOCK);
      return new Subject(
          watches,
          () -> {
            watch(watches, engine);
            assertThat(engine.open).hasValue(1);
          },
          () -> {
            watch(watches, engine);
            assertThat(engine.open).hasValue(0);
            assertNoThreads("engine-watches");
          });
    }

    private static void watch(EngineJobWatches watches, GatedEngine engine) {
      try {
        watches.watch("engine", engine, GatedEngine.JOB, event -> {}).close();
      } catch (InterruptedException e) {
        // One check runs on an interrupted thread.
        Thread.currentThread().interrupt();
      }
    }
  }

  @Nested
  final class ReportPendingContainersStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 3;
    }

    @Override
    protected Subject create() {
      EngineJobWatches watches = new EngineJobWatches(CLOCK);
      ReportPendingContainers pending = new ReportPendingContainers(watches, CLOCK);
      AtomicInteger reports = new AtomicInteger();
      return new Subject(
          pending,
          () -> {
            add(pending, reports);
            await().untilAsserted(() -> assertThat(reports).hasPositiveValue());
          },
          () -> {
            add(pending, reports);
            assertNoThreads("pending-containers");
            watches.close();
          });
    }

    private static void add(ReportPendingContainers pending, AtomicInteger reports) {
      pending.add(
          "engine", GatedEngine.opened(), GatedEngine.JOB, status -> reports.incrementAndGet());
    }
  }

  @Nested
  final class RemoveFinishedContainersStress extends ServiceStress {
    @Override
    protected Subject create() {
      GatedEngine engine = GatedEngine.opened();
      Engines engines =
          new Engines(
              () -> Map.of("engine", options -> engine),
              name -> new EngineOptions(name, "test", Path.of("/unused"), Map.of(), CLOCK));
      RemoveFinishedContainers finished = new RemoveFinishedContainers(engines);
      return new Subject(
          finished,
          () -> {
            add(finished);
            await().untilAsserted(() -> assertThat(engine.deleted).hasPositiveValue());
          },
          () -> {
            add(finished);
            assertNoThreads("finished-containers");
          });
    }

    /** Adds an engine job whose job does not exist any more. */
    private static void add(RemoveFinishedContainers finished) {
      InMemoryBackend backend = new InMemoryBackend(CLOCK);
      Job job =
          Job.posted(
              JobId.create(CLOCK.now()),
              JobSpec.of("any"),
              Acl.ownedBy("user/a"),
              CLOCK.now(),
              "user/a");
      Jobs jobs = new JobService(backend.jobs(), (spec, caller) -> spec, CLOCK).forRun(job);
      finished.add("engine", GatedEngine.JOB, jobs, job);
    }
  }
}
