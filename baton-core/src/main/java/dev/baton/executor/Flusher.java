// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Outage;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what runs say, a moment after they said it, so that much of it goes in one write. A few
 * platform threads do so for all runs: what jobs report must be seen while they compute.
 */
final class Flusher implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
  private static final Duration DELAY = Duration.ofMillis(200);
  private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int THREADS = 4;

  private final ExecutorPorts ports;
  private final Timers timers;
  private final Outage outage;
  private final ThreadPoolExecutor pool;
  // Set once, before any run: cutting off a run needs the flusher in turn.
  private @Nullable Interrupter interrupter;

  Flusher(ExecutorPorts ports, Timers timers, Outage outage) {
    this.ports = ports;
    this.timers = timers;
    this.outage = outage;
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Threads.platform("executor-flush", task));
    pool.allowCoreThreadTimeOut(true);
  }

  void interrupter(Interrupter newInterrupter) {
    interrupter = newInterrupter;
  }

  /** Sees to it that the run's outbox is emptied soon. */
  void schedule(Run run) {
    schedule(run, DELAY);
  }

  private void schedule(Run run, Duration delay) {
    timers.scheduleAfter(delay, () -> submit(run));
  }

  private void submit(Run run) {
    try {
      pool.execute(() -> flushSoon(run));
    } catch (RejectedExecutionException e) {
      LOG.debug("job={} not flushed: the executor has stopped", run.job().id());
    }
  }

  private void flushSoon(Run run) {
    // A run that is over is flushed by whoever settles it, before its end is written.
    if (run.isOver()) {
      return;
    }
    try {
      flushOnce(run);
      outage.worked("write what jobs say");
    } catch (UnavailableException e) {
      outage.failed("write what jobs say", e);
    } catch (LostClaimException e) {
      refused(run);
    }
  }

  private void refused(Run run) {
    LOG.debug("job={} was ended by others: a write was refused", run.job().id());
    if (interrupter != null) {
      interrupter.interrupt(run, Cut.ENDED_BY_OTHERS);
    }
  }

  /**
   * Empties the outbox.
   *
   * @param withReport whether progress and message are written too
   */
  void flush(Run run, boolean withReport) {
    boolean more = true;
    while (more) {
      Outbox.Batch batch = run.outbox().take();
      write(run, withReport ? batch : new Outbox.Batch(null, null, batch.lines()));
      more = !batch.lines().isEmpty();
    }
  }

  private void flushOnce(Run run) {
    write(run, run.outbox().take());
  }

  private void write(Run run, Outbox.Batch batch) {
    Outbox.Batch unwritten = batch;
    // A full batch means that more waits: then there is nothing to gain by waiting for more.
    Duration delay = batch.isFull() ? Duration.ZERO : DELAY;
    try {
      if (!batch.isEmpty()) {
        run.stay().checkTrusted();
      }
      unwritten = writeReport(run, unwritten);
      unwritten = writeLines(run, unwritten);
    } catch (UnavailableException e) {
      delay = DELAY_AFTER_FAILURE;
      throw e;
    } catch (LostClaimException e) {
      unwritten = null;
      throw e;
    } catch (RuntimeException e) {
      // Not the store's state but this very content is the matter: it must not block the rest.
      unwritten = null;
      LOG.warn("job={} lost something that it reported or logged", run.job().id(), e);
    } finally {
      if (run.outbox().done(unwritten)) {
        schedule(run, delay);
      }
    }
  }

  private Outbox.Batch writeReport(Run run, Outbox.Batch batch) {
    if (batch.hasReport()) {
      ports.jobs().write(batch.report(run.job().id(), run.claim().token()));
    }
    return new Outbox.Batch(null, null, batch.lines());
  }

  private Outbox.@Nullable Batch writeLines(Run run, Outbox.Batch batch) {
    if (!batch.lines().isEmpty()) {
      ports.log().append(run.job().id(), run.claim().token(), batch.lines());
    }
    return null;
  }

  @Override
  public void start() {}

  /** Drops what was not written; every run that was settled has been flushed before. */
  @Override
  public void stop() {
    pool.shutdownNow();
  }
}
