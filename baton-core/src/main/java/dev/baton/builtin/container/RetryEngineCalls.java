// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.error.UnavailableException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.StopHandler;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of an engine by one run: repeated while it cannot be reached, cut short when the run is
 * told to end. What the run was told is an interrupt of its thread together with an order.
 */
final class RetryEngineCalls implements StopHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RetryEngineCalls.class);

  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));

  /** Why a run is to end; a later one counts if it is the stronger, that is further down. */
  enum StopReason {
    STOP,
    TIMEOUT,
    CANCEL
  }

  /** Unwinds what the run is about. */
  static final class RunStoppedException extends Exception {
    RunStoppedException() {
      super("told to end", null, false, false);
    }
  }

  /** Something that may fail because the engine is away. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws Exception;
  }

  private final JobRun run;
  private final String engine;
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Clock clock;
  // Guarded by lock. Heeded: what comes later interrupts nothing any more.
  private @Nullable StopReason stopReason;
  private boolean heeded;
  // Guarded by lock: whether there may be news of what is rested for.
  private boolean hurried;
  // Guarded by lock: what the message is while the engine answers.
  private @Nullable String progressMessage;
  // What the engine's absence looked like; null while it answers. Written by the run's thread only,
  // under the lock.
  private volatile @Nullable String away;

  RetryEngineCalls(JobRun run, String engine, Clock clock) {
    this.run = run;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public void stopRequested() {
    tell(StopReason.STOP);
  }

  @Override
  public void timedOut() {
    tell(StopReason.TIMEOUT);
  }

  @Override
  public void cancelRequested() {
    tell(StopReason.CANCEL);
  }

  private void tell(StopReason newOrder) {
    lock.lock();
    try {
      if (stopReason == null || newOrder.compareTo(stopReason) > 0) {
        stopReason = newOrder;
      }
      if (!heeded) {
        thread.interrupt();
      }
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends what goes on, if the run was told to end.
   *
   * @throws InterruptedException if it was interrupted by the executor and told nothing: it is cut
   *     off; other interrupts are forgotten
   */
  void checkNotStopped() throws RunStoppedException, InterruptedException {
    Thread.interrupted();
    if (stopReason() != null) {
      throw new RunStoppedException();
    }
    checkCutOff();
  }

  private void checkCutOff() throws InterruptedException {
    if (run.isInterrupted()) {
      throw new InterruptedException("the run was cut off");
    }
  }

  /** What it was told; from now on without an interrupt. */
  StopReason takeStopReason() {
    lock.lock();
    try {
      heeded = true;
      Thread.interrupted();
      if (stopReason == null) {
        throw new IllegalStateException("nothing was ordered");
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

  /** Sets the job's message, also for when the engine is back after it could not be reached. */
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
   * As {@link #setMessage}, of what goes on by itself and from any thread: says nothing more
   * urgent.
   */
  void progressMessage(String text) {
    lock.lock();
    try {
      if (stopReason == null) {
        progressMessage = text;
        if (away == null) {
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
    return away != null;
  }

  /** Why the engine could not be reached, as the end of a message; empty if it was. */
  String unreachableText() {
    return away == null ? "" : "; engine '" + engine + "' could not be reached: " + away;
  }

  /** It was reached: the message that says otherwise must not stay. */
  void reached() {
    if (away == null) {
      return;
    }
    lock.lock();
    try {
      away = null;
      run.message(progressMessage == null ? "engine '" + engine + "' is back" : progressMessage);
    } finally {
      lock.unlock();
    }
  }

  private void missed(String doing, UnavailableException e) {
    lock.lock();
    try {
      away = String.valueOf(e.getMessage());
      run.message("engine '" + engine + "' cannot be reached; " + doing + ": " + away);
    } finally {
      lock.unlock();
    }
  }

  /** Calls, again while the engine cannot be reached, until it answers or the run is to end. */
  <T> T callUntilStopped(Call<T> call) throws Exception {
    for (int failures = 1; ; failures++) {
      checkNotStopped();
      try {
        T answer = call.run();
        reached();
        return answer;
      } catch (UnavailableException e) {
        checkNotStopped();
        missed("goes on trying", e);
        pause(BACKOFF.after(failures));
      } catch (InterruptedException e) {
        checkNotStopped();
        missed("goes on trying", interrupted(e));
        pause(BACKOFF.after(failures));
      }
    }
  }

  /**
   * A call that was interrupted by somebody else than the executor has failed, and may be made
   * again.
   */
  private static UnavailableException interrupted(InterruptedException e) {
    return new UnavailableException("the call was interrupted, but not by Baton", e);
  }

  /**
   * As {@link #callUntilStopped}, for a while.
   *
   * @return empty if the engine could not be reached for so long
   */
  <T> Optional<T> callUntilStopped(Duration atMost, Call<T> call) throws Exception {
    Deadline end = Deadline.after(clock.nanos(), atMost);
    for (int failures = 1; ; failures++) {
      checkNotStopped();
      try {
        T answer = call.run();
        reached();
        return Optional.of(answer);
      } catch (UnavailableException e) {
        checkNotStopped();
        missed("goes on trying", e);
        if (end.isPast(clock)) {
          return Optional.empty();
        }
        pause(BACKOFF.after(failures));
      }
    }
  }

  /** Asks the store, again while it cannot be reached, until the run is to end. */
  <T> T callStore(Supplier<T> call) throws RunStoppedException, InterruptedException {
    for (int failures = 1; ; failures++) {
      checkNotStopped();
      try {
        return call.get();
      } catch (UnavailableException e) {
        LOG.debug("the store cannot be reached; is tried again", e);
        pause(BACKOFF.after(failures));
      }
    }
  }

  /**
   * As {@link #callUntilStopped}, for what is done because the run is to end.
   *
   * @param doing what goes on, for people
   */
  <T> T callUntilAnswered(String doing, Call<T> call) throws Exception {
    for (int failures = 1; ; failures++) {
      try {
        T answer = call.run();
        reached();
        return answer;
      } catch (UnavailableException e) {
        again(doing, failures, e);
      } catch (InterruptedException e) {
        again(doing, failures, interrupted(e));
      }
    }
  }

  private void again(String doing, int failures, UnavailableException e)
      throws InterruptedException {
    Thread.interrupted();
    checkCutOff();
    missed(doing, e);
    waitOrWake(BACKOFF.after(failures));
  }

  /** Waits so long, or until the run is told to end. */
  void pause(Duration duration) throws RunStoppedException, InterruptedException {
    long end = clock.nanos() + SaturatedTime.nanos(duration);
    lock.lock();
    try {
      for (long left = SaturatedTime.nanos(duration);
          left > 0 && stopReason == null;
          left = end - clock.nanos()) {
        told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Ends the pause; what it means follows.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    checkNotStopped();
  }

  /** Ends the rest that goes on, or the next one; from any thread. */
  void wake() {
    lock.lock();
    try {
      hurried = true;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits so long, or until somebody hurries, whatever the run is told. */
  void waitOrWake(Duration duration) throws InterruptedException {
    long end = clock.nanos() + SaturatedTime.nanos(duration);
    lock.lock();
    try {
      for (long left = SaturatedTime.nanos(duration);
          left > 0 && !hurried;
          left = end - clock.nanos()) {
        told.await(left, TimeUnit.NANOSECONDS);
      }
      hurried = false;
    } catch (InterruptedException e) {
      checkCutOff();
    } finally {
      lock.unlock();
    }
  }
}
