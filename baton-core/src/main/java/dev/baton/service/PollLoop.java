// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a pass on its own thread until it is stopped. The next pass runs at once, after a delay,
 * or when the loop is woken.
 *
 * <p>A wake-up is never lost: a wake-up during a pass makes the next pass follow at once. Several
 * wake-ups count as one. A pass that throws does not end the loop, even if it throws an {@link
 * Error}: the failure is logged once per series of failures, and the pass is repeated after a
 * backoff. {@link #stop()} interrupts a waiting or running pass and waits for its end, at most ten
 * seconds after the interrupt.
 */
public final class PollLoop implements Service {

  @FunctionalInterface
  public interface Pass {
    /**
     * Does the work that is due now. Called by one thread, never twice at the same time.
     *
     * @return whether and when the next pass follows
     * @throws Exception if the pass failed; it is repeated after a backoff
     */
    PassResult runOnce() throws Exception;
  }

  private enum State {
    NEW,
    RUNNING,
    STOPPED
  }

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /** The pause after an error that prevented even the handling of a failed pass. */
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  private final String role;
  private final Pass pass;
  private final Backoff backoff;
  // Written under the lock of this object; read by any thread.
  private volatile State state = State.NEW;
  // Has a permit if there was a wake-up that the loop has not handled yet. Several permits count as
  // one.
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread;
  private final Duration stopTimeout;
  // Held during a pass. A graceful stop waits for it before it interrupts the thread.
  private final ReentrantLock passing = new ReentrantLock();
  // Used only by the loop's thread.
  private int failures;

  private PollLoop(
      String role, Pass pass, Backoff backoff, boolean interruptingThread, Duration stopTimeout) {
    this.role = role;
    this.pass = pass;
    this.backoff = backoff;
    this.stopTimeout = stopTimeout;
    this.thread =
        interruptingThread ? Threads.platform(role, this::loop) : Threads.virtual(role, this::loop);
  }

  /** Creates a loop that waits after failed passes: 100 ms at first, doubling to 10 s. */
  public static PollLoop of(String role, Pass pass) {
    return of(role, pass, usual());
  }

  /** Creates a loop with its own backoff for failed passes. */
  public static PollLoop of(String role, Pass pass, Backoff backoff) {
    return new PollLoop(role, pass, backoff, false, Duration.ZERO);
  }

  /**
   * Creates a loop whose stop waits for a running pass, at most for {@code stopTimeout}, before it
   * interrupts the pass. An interrupt during input or output costs some drivers their connection.
   */
  public static PollLoop withGracefulStop(String role, Pass pass, Duration stopTimeout) {
    return new PollLoop(role, pass, usual(), false, stopTimeout);
  }

  /**
   * Creates a loop with a graceful stop on a platform thread. It is for work such as heartbeats,
   * which must continue when code of users occupies all carriers of virtual threads.
   */
  public static PollLoop onPlatformThread(String role, Pass pass, Duration stopTimeout) {
    return new PollLoop(role, pass, usual(), true, stopTimeout);
  }

  private static Backoff usual() {
    return Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  @Override
  public synchronized void start() {
    if (state == State.NEW) {
      // Set before the thread starts, because the thread reads it.
      state = State.RUNNING;
      thread.start();
    }
  }

  /**
   * Makes the next pass follow at once. Cheap; may be called from any thread, even before the
   * start.
   */
  public void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  /** Waits for the end of the pass, at most ten seconds after its interrupt. */
  @Override
  public void stop() {
    stop(STOP_LIMIT);
  }

  /** As {@link #stop()}, with another limit for the wait after the interrupt. */
  void stop(Duration limit) {
    synchronized (this) {
      state = State.STOPPED;
    }
    // Some libraries swallow the interrupt of a pass. After such a pass, the loop must not wait.
    wake();
    if (Thread.currentThread().equals(thread)) {
      thread.interrupt();
      return;
    }
    interruptAfterTimeout();
    if (!Threads.join(thread, limit)) {
      LOG.warn(
          "loop did not end in time after its interrupt; the stop continues without it, and the"
              + " loop ends after its present pass: loop={} limit={}",
          role,
          limit);
    }
  }

  private void interruptAfterTimeout() {
    boolean between = false;
    boolean interrupted = false;
    try {
      between = passing.tryLock(SaturatedTime.nanos(stopTimeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // If the stop itself is interrupted, it no longer waits for the pass.
      interrupted = true;
    }
    thread.interrupt();
    if (between) {
      passing.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Duration delay = Duration.ZERO;
    while (state == State.RUNNING) {
      try {
        await(delay);
        delay = AFTER_ERROR;
        wakeUps.drainPermits();
        delay = runLocked();
      } catch (Throwable e) {
        // Only an error outside the pass comes here, such as an OutOfMemoryError while a failure is
        // logged. It cannot be logged now. The reset makes the loop log the next failure of a pass
        // as a warning.
        failures = 0;
      }
    }
  }

  private Duration runLocked() {
    passing.lock();
    try {
      // A stop may have come between two passes. Then no pass may start, because the interrupt of
      // the stop was meant for the wait.
      return state == State.RUNNING ? runGuarded() : Duration.ZERO;
    } finally {
      passing.unlock();
    }
  }

  private Duration runGuarded() {
    try {
      PassResult result = pass.runOnce();
      if (failures > 0) {
        LOG.info("loop works again: loop={} failures={}", role, failures);
        failures = 0;
      }
      return switch (result) {
        case PassResult.Again again -> Duration.ZERO;
        case PassResult.Wait wait -> wait.delay();
      };
    } catch (InterruptedException e) {
      // A stop sets the state before it interrupts; any other interrupt is a failure of the pass.
      return state == State.RUNNING ? afterFailure(e) : Duration.ZERO;
    } catch (Throwable e) {
      return afterFailure(e);
    }
  }

  private Duration afterFailure(Throwable e) {
    failures++;
    Duration delay = backoff.after(failures);
    if (state != State.RUNNING) {
      LOG.debug("pass of a loop failed while the loop stops: loop={}", role, e);
    } else if (failures == 1) {
      LOG.warn("loop failed; it continues after a delay: loop={} delay={}", role, delay, e);
    } else {
      LOG.debug("loop failed again: loop={} failures={}", role, failures, e);
    }
    return delay;
  }

  /**
   * Waits until the loop is woken or the delay is over. An interrupt ends the wait and has no other
   * effect.
   */
  private void await(Duration delay) {
    // Clears an interrupt that the pass left or a stop set. The state shows whether the loop stops,
    // so the interrupt is not needed.
    Thread.interrupted();
    try {
      if (!delay.isZero() && wakeUps.tryAcquire(SaturatedTime.nanos(delay), TimeUnit.NANOSECONDS)) {
        LOG.trace("loop was woken: loop={}", role);
      }
    } catch (InterruptedException e) {
      // The loop checks the state next, which shows whether it was stopped.
      LOG.trace("loop was interrupted: loop={}", role);
    }
  }
}
