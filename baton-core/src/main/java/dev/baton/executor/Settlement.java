// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.desk.RunService;
import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Outage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a verdict. While the servers do not answer it tries again for as long as the claim is
 * trusted; then the job is another executor's.
 */
final class Settlement {

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final ExecutorPorts ports;
  private final RunService desk;
  private final Flusher flusher;
  private final ExecutorListener listener;
  private final Outage outage;
  private final Clock clock;
  private final Duration patience;

  Settlement(
      ExecutorPorts ports,
      RunService desk,
      Flusher flusher,
      ExecutorListener listener,
      Outage outage,
      Clock clock,
      Duration patience) {
    this.patience = patience;
    this.ports = ports;
    this.desk = desk;
    this.flusher = flusher;
    this.listener = listener;
    this.outage = outage;
    this.clock = clock;
  }

  /** Never throws. */
  void settle(Run run, Verdict verdict) {
    try {
      switch (verdict) {
        case Verdict.Write write -> write(run, write.write());
        case Verdict.GiveBack back -> giveBack(run);
        case Verdict.Drop drop -> drop(run);
        case Verdict.Leave leave -> leave(run);
      }
    } catch (LostClaimException e) {
      leave(run);
    } catch (RuntimeException | Error e) {
      LOG.error(
          "job={} could not be settled; it is resumed when this executor leaves or dies",
          run.job().id(),
          e);
    } finally {
      run.outbox().abandon();
      run.stay().remove(run);
    }
  }

  private void write(Run run, RunWrite write) {
    RunWrite written;
    try {
      // An end carries the last message itself and makes the progress 100.
      RunWrite whole = write instanceof RunWrite.End end ? withMessage(run, end) : write;
      written = persistOrGiveBack(run, whole);
      if (written == null) {
        return;
      }
    } catch (LostClaimException e) {
      if (!run.stay().isTrusted()) {
        throw e;
      }
      // The claim holds, so it is the job that was ended by somebody.
      drop(run);
      return;
    }
    persist(run, "consume", () -> run.stay().claims().consume(run.claim()));
    tell(run, written);
    if (written instanceof RunWrite.End) {
      tellParent(run.job());
    }
  }

  /** A flow that waits for this job looks by itself too, only later. */
  private void tellParent(Job ended) {
    try {
      desk.ended(ended);
    } catch (RuntimeException e) {
      LOG.debug("job={} could not tell its parent that it ended", ended.id(), e);
    }
  }

  private RunWrite withUnsettled(Run run, RunWrite write) {
    try {
      return UnsettledFlow.told(ports.logbook(), run, write);
    } catch (UnavailableException | LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job={} ends, and the progress of its flow cannot be read", run.job().id(), e);
      return write;
    }
  }

  /**
   * The write in place of an end that the store refuses for good: a failure with the reason; if the
   * store refuses that too, a failure without the text of the refusal and without the names of
   * tasks, which may be the cause.
   */
  private static RunWrite instead(Run run, Throwable refusal, int refusals) {
    String message = "how the job ended could not be stored";
    String whole = refusals == 1 ? message + ": " + ErrorText.line(refusal) : message;
    return new RunWrite.End(
        run.job().id(), run.claim().token(), JobState.FAILED, 1, whole, null, whole);
  }

  private static RunWrite withMessage(Run run, RunWrite.End end) {
    if (end.statusMessage() != null) {
      return end;
    }
    Outbox.Batch batch = run.outbox().take();
    run.outbox().done(new Outbox.Batch(null, null, batch.lines()));
    return new RunWrite.End(
        end.job(),
        end.token(),
        end.state(),
        end.returnCode(),
        batch.message(),
        end.result(),
        end.lastError());
  }

  private void giveBack(Run run) {
    try {
      persist(run, "write what jobs say", () -> flusher.flush(run, true));
    } catch (LostClaimException e) {
      LOG.debug("job={} is given back, what it said last is lost", run.job().id(), e);
    }
    persist(run, "abandon", () -> run.stay().claims().abandon(run.claim()));
    LOG.debug("job={} is given back", run.job().id());
    listener.handedBack(run.job());
  }

  private void drop(Run run) {
    persist(run, "consume", () -> run.stay().claims().consume(run.claim()));
    LOG.debug("job={} was ended by others", run.job().id());
    listener.canceled(run.job());
  }

  private void leave(Run run) {
    LOG.debug("job={} is lost to another executor", run.job().id());
    listener.lost(run.job());
  }

  private void tell(Run run, RunWrite write) {
    Duration ran = run.ran(clock);
    switch (write) {
      case RunWrite.End end -> listener.ended(run.job(), end.state(), ran);
      case RunWrite.Retry retry -> listener.retried(run.job(), ran);
      case RunWrite.Wait wait -> listener.waiting(run.job());
      case RunWrite.Park park -> listener.parked(run.job());
      case RunWrite.Report report ->
          throw new IllegalArgumentException("a report ends nothing: " + report.job());
    }
  }

  /**
   * As {@link #persist}; but when the store has not answered for long and the board does, the job
   * goes back: another executor may reach the store. Where the store is the board, neither answers.
   * A write that the store refuses for good is replaced by a failure with the reason. An error of
   * unknown meaning counts as a refusal only when it has lasted for as long.
   *
   * @return the write that was stored; null if the job went back
   */
  private @Nullable RunWrite persistOrGiveBack(Run run, RunWrite write) {
    Deadline until = Deadline.after(clock.nanos(), patience);
    String what = "write how jobs end";
    RunWrite next = write;
    int refusals = 0;
    for (int failures = 1; ; failures++) {
      run.stay().checkTrusted();
      try {
        flusher.flush(run, !(next instanceof RunWrite.End));
        ports.jobs().write(refusals < 2 ? withUnsettled(run, next) : next);
        outage.worked(what);
        return next;
      } catch (UnavailableException e) {
        outage.failed(what, e);
        if (until.isPast(clock) && isGivenBack(run)) {
          return null;
        }
      } catch (LostClaimException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        unexpected(run, what, failures, e);
        if (e instanceof BatonException || until.isPast(clock)) {
          until = Deadline.after(clock.nanos(), patience);
          refusals++;
          next = instead(run, e, refusals);
        }
      }
      run.stay().awaitLoss(BACKOFF.after(failures));
    }
  }

  private static void unexpected(Run run, String what, int failures, Throwable e) {
    if (failures == 1) {
      LOG.error("job={} cannot {}; goes on trying", run.job().id(), what, e);
    } else {
      LOG.debug("job={} still cannot {}", run.job().id(), what, e);
    }
  }

  private boolean isGivenBack(Run run) {
    try {
      run.stay().claims().abandon(run.claim());
    } catch (LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("job={} cannot be given back either", run.job().id(), e);
      return false;
    }
    LOG.warn(
        "job={} is given back: for {} the store did not take how it ended",
        run.job().id(),
        patience);
    listener.handedBack(run.job());
    return true;
  }

  /** Does a step, again while the servers do not answer and the claim is trusted. */
  private void persist(Run run, String what, Runnable step) {
    boolean done = false;
    for (int failures = 1; !done; failures++) {
      run.stay().checkTrusted();
      try {
        step.run();
        done = true;
      } catch (UnavailableException e) {
        outage.failed(what, e);
        run.stay().awaitLoss(BACKOFF.after(failures));
      } catch (LostClaimException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        unexpected(run, what, failures, e);
        run.stay().awaitLoss(BACKOFF.after(failures));
      }
    }
    outage.worked(what);
  }
}
