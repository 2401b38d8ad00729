// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.jobservice.JobService;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import dev.baton.service.Service;
import dev.baton.testkit.backend.WatchCountBackend;
import dev.baton.testkit.service.ServiceStress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services that serve remote executors in any order. */
@Isolated("checks the threads of the JVM")
final class BackendServicesStressTest {

  private static final Clock CLOCK = Clock.system();

  /** Returns a subject that watches board and history of the backend while it works. */
  private static ServiceStress.Subject watching(Service service, WatchCountBackend backend) {
    return new ServiceStress.Subject(
        service,
        () -> assertThat(backend.openWatches()).isEqualTo(2),
        () -> assertThat(backend.openWatches()).isZero());
  }

  @Nested
  final class WatchEndedJobsStress extends ServiceStress {
    @Override
    protected Subject create() {
      AtomicInteger asked = new AtomicInteger();
      WatchEndedJobs watchEndedJobs =
          new WatchEndedJobs(
              new WatchCountBackend(CLOCK).history(), () -> asked.incrementAndGet() < 0, () -> {});
      return new Subject(
          watchEndedJobs,
          () -> {
            watchEndedJobs.wake();
            await().pollInterval(Duration.ofMillis(5)).until(() -> asked.get() > 0);
          },
          () -> assertNoThreads("ended-jobs"));
    }
  }

  @Nested
  final class WatchPostingsStress extends ServiceStress {
    @Override
    protected Subject create() {
      AtomicInteger asked = new AtomicInteger();
      WatchPostings watchPostings =
          new WatchPostings(
              new WatchCountBackend(CLOCK).board(),
              CLOCK,
              () -> asked.incrementAndGet() < 0,
              () -> {});
      return new Subject(
          watchPostings,
          () -> await().pollInterval(Duration.ofMillis(5)).until(() -> asked.get() > 0),
          () -> assertNoThreads("due-postings"));
    }
  }

  @Nested
  final class LongPollCallsStress extends ServiceStress {
    @Override
    protected Subject create() {
      WatchCountBackend backend = new WatchCountBackend(CLOCK);
      return watching(new LongPollCalls(backend, CLOCK), backend);
    }
  }

  @Nested
  final class BackendEndpointStress extends ServiceStress {
    @Override
    protected Subject create() {
      WatchCountBackend backend = new WatchCountBackend(CLOCK);
      JobService jobService = new JobService(backend.jobs(), (spec, caller) -> spec, CLOCK);
      return watching(
          new BackendEndpoint(backend, jobService, CLOCK, ServerLimits.DEFAULT.executorsPerKey()),
          backend);
    }
  }
}
