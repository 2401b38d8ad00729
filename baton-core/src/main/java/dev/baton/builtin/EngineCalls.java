// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.error.UnavailableException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.RunSteering;
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
final class EngineCalls implements RunSteering {

  private static final Logger LOG = LoggerFactory.getLogger(EngineCalls.class);

  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));

  /** Why a run is to end; a later one counts if it is the stronger, that is further down. */
  enum Order {
    STOP,
    TIMEOUT,
    CANCEL
  }

  /** Unwinds what the run is about. */
  static final class OrderedException extends Exception {
    OrderedException() {
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
  private @Nullable Order order;
  private boolean heeded;
  // Guarded by lock: whether there may be news of what is rested for.
  private boolean hurried;
  // Guarded by lock: what the message is while the engine answers.
  private @Nullable String news;
  // What the engine's absence looked like; null while it answers. Written by the run's thread only,
  // under the lock.
  private volatile @Nullable String away;

  EngineCalls(JobRun run, String engine, Clock clock) {
    this.run = run;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public void stopRequested() {
    tell(Order.STOP);
  }

  @Override
  public void timedOut() {
    tell(Order.TIMEOUT);
  }

  @Override
  public void canceled() {
    tell(Order.CANCEL);
  }

  private void tell(Order newOrder) {
    lock.lock();
    try {
      if (order == null || newOrder.compareTo(order) > 0) {
        order = newOrder;
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
  void check() throws OrderedException, InterruptedException {
    Thread.interrupted();
    if (order() != null) {
      throw new OrderedException();
    }
    checkCutOff();
  }

  private void checkCutOff() throws InterruptedException {
    if (run.isCutOff()) {
      throw new InterruptedException("the run was cut off");
    }
  }

  /** What it was told; from now on without an interrupt. */
  Order heed() {
    lock.lock();
    try {
      heeded = true;
      Thread.interrupted();
      if (order == null) {
        throw new IllegalStateException("nothing was ordered");
      }
      return order;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Order order() {
    lock.lock();
    try {
      return order;
    } finally {
      lock.unlock();
    }
  }

  /** Sets the job's message, also for when the engine is back after it could not be reached. */
  void say(String text) {
    lock.lock();
    try {
      news = text;
      run.message(text);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #say}, of what goes on by itself and from any thread: says nothing more urgent. */
  void news(String text) {
    lock.lock();
    try {
      if (order == null) {
        news = text;
        if (away == null) {
          run.message(text);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes a line into the job's log. */
  void note(String text) {
    run.log("log", text);
  }

  /** Whether the last call did not reach the engine. */
  boolean isAway() {
    return away != null;
  }

  /** Why the engine could not be reached, as the end of a message; empty if it was. */
  String absence() {
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
      run.message(news == null ? "engine '" + engine + "' is back" : news);
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
  <T> T patiently(Call<T> call) throws Exception {
    for (int failures = 1; ; failures++) {
      check();
      try {
        T answer = call.run();
        reached();
        return answer;
      } catch (UnavailableException e) {
        check();
        missed("goes on trying", e);
        pause(BACKOFF.after(failures));
      } catch (InterruptedException e) {
        check();
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
   * As {@link #patiently}, for a while.
   *
   * @return empty if the engine could not be reached for so long
   */
  <T> Optional<T> patiently(Duration atMost, Call<T> call) throws Exception {
    Deadline end = Deadline.after(clock.nanos(), atMost);
    for (int failures = 1; ; failures++) {
      check();
      try {
        T answer = call.run();
        reached();
        return Optional.of(answer);
      } catch (UnavailableException e) {
        check();
        missed("goes on trying", e);
        if (end.isPast(clock)) {
          return Optional.empty();
        }
        pause(BACKOFF.after(failures));
      }
    }
  }

  /** Asks the store, again while it cannot be reached, until the run is to end. */
  <T> T stored(Supplier<T> call) throws OrderedException, InterruptedException {
    for (int failures = 1; ; failures++) {
      check();
      try {
        return call.get();
      } catch (UnavailableException e) {
        LOG.debug("the store cannot be reached; is tried again", e);
        pause(BACKOFF.after(failures));
      }
    }
  }

  /**
   * As {@link #patiently}, for what is done because the run is to end.
   *
   * @param doing what goes on, for people
   */
  <T> T insistently(String doing, Call<T> call) throws Exception {
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
    rest(BACKOFF.after(failures));
  }

  /** Waits so long, or until the run is told to end. */
  void pause(Duration duration) throws OrderedException, InterruptedException {
    long end = clock.nanos() + SaturatedTime.nanos(duration);
    lock.lock();
    try {
      for (long left = SaturatedTime.nanos(duration);
          left > 0 && order == null;
          left = end - clock.nanos()) {
        told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Ends the pause; what it means follows.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    check();
  }

  /** Ends the rest that goes on, or the next one; from any thread. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits so long, or until somebody hurries, whatever the run is told. */
  void rest(Duration duration) throws InterruptedException {
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
