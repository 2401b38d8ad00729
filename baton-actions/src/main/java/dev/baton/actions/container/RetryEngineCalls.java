// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.error.InputBounds;
import dev.baton.error.UnavailableException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.StopHandler;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the engine calls of one run of a container job. A call is repeated while the engine cannot
 * be reached, and ends early when the run must end. To end a run, other threads set a {@link
 * StopReason} and interrupt the run's thread.
 */
final class RetryEngineCalls implements StopHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RetryEngineCalls.class);

  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));

  /**
   * Why the executor told the run to end. Each constant represents one callback of {@link
   * StopHandler}; this is not the interrupt reason of the executor. A new reason replaces the
   * present reason only if it stands further down in this list.
   */
  enum StopReason {
    STOP,
    TIMEOUT,
    CANCEL
  }

  /** Thrown by an engine call after a stop reason was set; the run then does its final work. */
  static final class RunStoppedException extends Exception {
    RunStoppedException() {
      super("the run must end", null, false, false);
    }
  }

  /** A call that may fail because the engine cannot be reached. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws Exception;
  }

  private final JobRun run;
  private final String engine;
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Clock clock;
  // Guarded by lock. After {@link #takeStopReason}, later stop reasons do not interrupt the thread.
  private @Nullable StopReason stopReason;
  private boolean isReasonTaken;
  // Guarded by lock. Whether wake() was called after the last wait of waitOrWake, so that the next
  // wait ends at once.
  private boolean isHurried;
  // Guarded by lock. The job's message for the time in which the engine answers.
  private @Nullable String progressMessage;
  // The last error if the engine cannot be reached; null while the engine answers. Written only by
  // the run's thread, under the lock.
  private volatile @Nullable String unavailableReason;

  RetryEngineCalls(JobRun run, String engine, Clock clock) {
    this.run = run;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public void stopRequested() {
    stop(StopReason.STOP);
  }

  @Override
  public void timedOut() {
    stop(StopReason.TIMEOUT);
  }

  @Override
  public void cancelRequested() {
    stop(StopReason.CANCEL);
  }

  private void stop(StopReason newOrder) {
    lock.lock();
    try {
      if (stopReason == null || newOrder.compareTo(stopReason) > 0) {
        stopReason = newOrder;
      }
      if (!isReasonTaken) {
        thread.interrupt();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Throws if the run of the job must end.
   *
   * @throws InterruptedException if the executor interrupted the run without a stop reason; other
   *     interrupts are cleared
   */
  void checkNotStopped() throws RunStoppedException, InterruptedException {
    Thread.interrupted();
    if (stopReason() != null) {
      throw new RunStoppedException();
    }
    checkStopped();
  }

  private void checkStopped() throws InterruptedException {
    if (run.isInterrupted()) {
      throw new InterruptedException("the run was interrupted");
    }
  }

  /**
   * Returns the stop reason. After this call, a later stop reason does not interrupt the thread.
   */
  StopReason takeStopReason() {
    lock.lock();
    try {
      isReasonTaken = true;
      Thread.interrupted();
      if (stopReason == null) {
        throw new IllegalStateException("the run has no stop reason");
      }
      return stopReason;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable StopReason stopReason() {
    lock.lock();
    try {
      return stopReason;
    } finally {
      lock.unlock();
    }
  }

  /** Sets the job's message, and the message to show after the engine can be reached again. */
  void setMessage(String text) {
    lock.lock();
    try {
      progressMessage = text;
      run.message(text);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets the message like {@link #setMessage}, for normal progress and from any thread. It does not
   * replace a message about a stop or an unreachable engine.
   */
  void progressMessage(String text) {
    lock.lock();
    try {
      if (stopReason == null) {
        progressMessage = text;
        if (unavailableReason == null) {
          run.message(text);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes a line into the job's log. */
  void logLine(String text) {
    run.log("log", text);
  }

  /** Whether the last call did not reach the engine. */
  boolean isUnreachable() {
    return unavailableReason != null;
  }

  /** Why the engine could not be reached, as the end of a message; empty if it was reached. */
  String unreachableText() {
    return unavailableReason == null
        ? ""
        : "; engine '" + engine + "' could not be reached: " + unavailableReason;
  }

  /**
   * Notes that the engine answers. If the job's message says that the engine cannot be reached,
   * replaces the message.
   */
  void reached() {
    if (unavailableReason == null) {
      return;
    }
    lock.lock();
    try {
      unavailableReason = null;
      run.message(
          progressMessage == null ? "engine '" + engine + "' answers again" : progressMessage);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a call did not reach the engine, and shows this in the job's message.
   *
   * @param e the failure. An {@link InterruptedException} means that code other than the executor
   *     interrupted the call; the call may be repeated
   */
  private void missed(String doing, Exception e) {
    lock.lock();
    try {
      unavailableReason =
          e instanceof InterruptedException
              ? "the call was interrupted, but not by Baton"
              : String.valueOf(e.getMessage());
      run.message("engine '" + engine + "' cannot be reached; " + doing + ": " + unavailableReason);
    } finally {
      lock.unlock();
    }
  }

  /** Repeats the call while the engine cannot be reached, until it answers or the run must end. */
  <T> T callUntilStopped(Call<T> call) throws Exception {
    return callUntilStopped(InputBounds.LONGEST_DURATION, call).orElseThrow();
  }

  /**
   * As {@link #callUntilStopped}, but only for a limited time.
   *
   * @return empty if the engine could not be reached for that time
   */
  <T> Optional<T> callUntilStopped(Duration atMost, Call<T> call) throws Exception {
    Deadline end = Deadline.after(clock.nanos(), atMost);
    for (int failures = 1; ; failures++) {
      checkNotStopped();
      try {
        T answer = call.run();
        reached();
        return Optional.of(answer);
      } catch (UnavailableException | InterruptedException e) {
        checkNotStopped();
        missed("Baton tries again", e);
        if (end.isPast(clock)) {
          return Optional.empty();
        }
        pause(BACKOFF.after(failures));
      }
    }
  }

  /**
   * Calls the store, and repeats the call while the store cannot be reached, until the run must
   * end.
   */
  <T> T callStore(Supplier<T> call) throws RunStoppedException, InterruptedException {
    for (int failures = 1; ; failures++) {
      checkNotStopped();
      try {
        return call.get();
      } catch (UnavailableException e) {
        LOG.debug("job store cannot be reached; Baton tries again: engine={}", engine, e);
        pause(BACKOFF.after(failures));
      }
    }
  }

  /**
   * As {@link #callUntilStopped}, but for the work after a stop reason, such as deleting the engine
   * job. Therefore a stop reason does not end the repetition.
   *
   * @param doing the present work, for display
   */
  <T> T callUntilAnswered(String doing, Call<T> call) throws Exception {
    for (int failures = 1; ; failures++) {
      try {
        T answer = call.run();
        reached();
        return answer;
      } catch (UnavailableException | InterruptedException e) {
        Thread.interrupted();
        checkStopped();
        missed(doing, e);
        waitOrWake(BACKOFF.after(failures));
      }
    }
  }

  /** Waits for the given time, or until the run must end. */
  void pause(Duration duration) throws RunStoppedException, InterruptedException {
    lock.lock();
    try {
      await(duration, () -> stopReason != null);
    } catch (InterruptedException e) {
      // The interrupt ends the pause; {@link #checkNotStopped} below decides whether the run must
      // end.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    checkNotStopped();
  }

  /** Ends the present {@link #waitOrWake}, or the next one. May be called by any thread. */
  void wake() {
    lock.lock();
    try {
      isHurried = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the given time, or until {@link #wake} is called. A stop reason does not end the
   * wait.
   */
  void waitOrWake(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      await(duration, () -> isHurried);
      isHurried = false;
    } catch (InterruptedException e) {
      checkStopped();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the given time, or until another thread has ended the wait. Called with the lock
   * held.
   */
  private void await(Duration duration, BooleanSupplier isEnded) throws InterruptedException {
    long end = clock.nanos() + SaturatedTime.nanos(duration);
    long left = SaturatedTime.nanos(duration);
    while (left > 0 && !isEnded.getAsBoolean()) {
      changed.awaitNanos(left);
      left = end - clock.nanos();
    }
  }
}
