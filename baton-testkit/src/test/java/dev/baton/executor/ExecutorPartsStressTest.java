// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.service.OutageLog;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.service.ServiceStress;
import dev.baton.trace.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services inside an executor in any order. */
@Isolated("checks the threads of the JVM")
final class ExecutorPartsStressTest {

  private static final Clock CLOCK = Clock.system();

  @Nested
  final class TimersStress extends ServiceStress {
    @Override
    protected Subject create() {
      Timers timers = new Timers(CLOCK);
      AtomicBoolean rung = new AtomicBoolean();
      timers.scheduleAfter(Duration.ZERO, () -> rung.set(true));
      return new Subject(
          timers,
          () -> await().pollInterval(Duration.ofMillis(1)).untilTrue(rung),
          () -> assertNoThreads("executor-timer"));
    }
  }

  /** A log whose writes do not end before they are interrupted. */
  private static final class HangingLog implements JobLog {
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public void append(JobId job, long token, List<LogLine> lines) {
      inside.incrementAndGet();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public List<NumberedLine> read(JobId job, long after, int limit) {
      return List.of();
    }

    @Override
    public Optional<String> lastMark(JobId job, String prefix) {
      return Optional.empty();
    }
  }

  @Nested
  final class ReportWriterStress extends ServiceStress {
    private final InMemoryBackend backend = new InMemoryBackend(CLOCK);
    private final BoardSession boardSession = backend.board().join("e1", Duration.ofHours(1));
    private final Timers timers = new Timers(CLOCK);

    ReportWriterStress() {
      timers.start();
    }

    @AfterEach
    void close() {
      timers.stop();
      boardSession.close();
      backend.close();
    }

    @Override
    protected int rounds() {
      return 5;
    }

    @Override
    protected Subject create() {
      HangingLog log = new HangingLog();
      ReportWriter reportWriter =
          new ReportWriter(
              new ExecutorPorts(
                  backend.board(),
                  backend.jobs(),
                  log,
                  backend.history(),
                  backend.memberRegistry(),
                  null),
              timers,
              new OutageLog("executor=e1"));
      return new Subject(
          reportWriter,
          () -> {
            reportWriter.schedule(withLine());
            await().pollInterval(Duration.ofMillis(5)).until(() -> log.inside.get() == 1);
          },
          () -> assertThat(log.inside).hasValue(0));
    }

    /** Returns a run with a log line that is not written. */
    private RunningJob withLine() {
      RunningJob runningJob =
          new RunningJob(
              new Claim(JobBuilder.aJob().build(), false),
              new ExecutorSession("e1", boardSession, CLOCK, timers, Duration.ofSeconds(1)),
              null,
              Span.none(),
              CLOCK);
      try {
        runningJob.pendingReports().add(new LogLine(CLOCK.now(), 1, "stdout", "line"));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return runningJob;
    }
  }
}
