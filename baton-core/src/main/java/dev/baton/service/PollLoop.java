// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a pass on a thread of its own until stopped: at once, after a delay, or when woken.
 *
 * <p>A wake-up is never lost: one that comes during a pass makes the next pass follow at once; many
 * collapse into one. A pass that throws does not end the loop: it is logged once per series of
 * failures and tried again after a backoff. {@link #stop()} interrupts a waiting or running pass
 * and waits for its end.
 */
public final class PollLoop implements Service {

  /** One pass of work. */
  @FunctionalInterface
  public interface Pass {
    PassResult runOnce() throws Exception;
  }

  private enum State {
    NEW,
    RUNNING,
    STOPPED,
    NEVER_STARTED
  }

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  private final String role;
  private final Pass pass;
  private final Backoff backoff;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  // At most one permit counts: a released permit is a wake-up not yet seen.
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread;
  private final Duration patience;
  // Held during a pass; a patient stop waits for it before it interrupts.
  private final ReentrantLock passing = new ReentrantLock();
  // Touched by the loop's thread only.
  private int failures;

  private PollLoop(String role, Pass pass, Backoff backoff, boolean keeper, Duration patience) {
    this.role = role;
    this.pass = pass;
    this.backoff = backoff;
    this.patience = patience;
    this.thread = keeper ? Threads.platform(role, this::loop) : Threads.virtual(role, this::loop);
  }

  /** A loop that, after a failed pass, waits 100 ms, doubling to 10 s. */
  public static PollLoop of(String role, Pass pass) {
    return of(role, pass, usual());
  }

  /** A loop with its own backoff for failed passes. */
  public static PollLoop of(String role, Pass pass, Backoff backoff) {
    return new PollLoop(role, pass, backoff, false, Duration.ZERO);
  }

  /**
   * A loop whose stop lets a pass under way end, for so long, before it interrupts: an interrupt in
   * the midst of input or output costs some drivers their connection.
   */
  public static PollLoop withGracefulStop(String role, Pass pass, Duration patience) {
    return new PollLoop(role, pass, usual(), false, patience);
  }

  /**
   * A patient loop on a platform thread: for what must go on when code of users keeps all carriers
   * of virtual threads busy, such as heartbeats.
   */
  public static PollLoop onPlatformThread(String role, Pass pass, Duration patience) {
    return new PollLoop(role, pass, usual(), true, patience);
  }

  private static Backoff usual() {
    return Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  @Override
  public void start() {
    if (state.compareAndSet(State.NEW, State.RUNNING)) {
      thread.start();
    }
  }

  /** Makes the next pass follow at once; cheap, callable from anywhere, also before the start. */
  public void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  @Override
  public void stop() {
    if (state.compareAndSet(State.NEW, State.NEVER_STARTED) || state.get() == State.NEVER_STARTED) {
      return;
    }
    state.set(State.STOPPED);
    // A pass may swallow the interrupt, as some libraries do: then no wait must follow.
    wake();
    awaitStart();
    if (Thread.currentThread().equals(thread)) {
      thread.interrupt();
      return;
    }
    interruptPatiently();
    Threads.join(thread);
  }

  private void interruptPatiently() {
    boolean between = false;
    boolean interrupted = false;
    try {
      between = passing.tryLock(SaturatedTime.nanos(patience), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // A stop that is itself interrupted does not wait for the pass any longer.
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

  /** A stop may come between the change of state and the start of the thread. */
  private void awaitStart() {
    while (thread.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
  }

  private void loop() {
    while (state.get() == State.RUNNING) {
      wakeUps.drainPermits();
      Duration delay = runLocked();
      // Left by the code that the pass called, or by a stop, of which the state tells.
      Thread.interrupted();
      if (!delay.isZero() && !await(delay)) {
        return;
      }
    }
  }

  private Duration runLocked() {
    passing.lock();
    try {
      // A stop that found the loop between two passes interrupts the wait, not the next pass.
      return state.get() == State.RUNNING ? runGuarded() : Duration.ZERO;
    } finally {
      passing.unlock();
    }
  }

  private Duration runGuarded() {
    try {
      PassResult result = pass.runOnce();
      if (failures > 0) {
        LOG.info("loop={} works again after failures={}", role, failures);
        failures = 0;
      }
      return switch (result) {
        case PassResult.Again again -> Duration.ZERO;
        case PassResult.Wait wait -> wait.delay();
      };
    } catch (InterruptedException e) {
      // A stop sets the state before it interrupts; every other interrupt is a failure of the pass.
      return state.get() == State.RUNNING ? afterFailure(e) : Duration.ZERO;
    } catch (Throwable e) {
      return afterFailure(e);
    }
  }

  private Duration afterFailure(Throwable e) {
    failures++;
    Duration delay = backoff.after(failures);
    if (state.get() != State.RUNNING) {
      LOG.debug("loop={} ended a pass while stopping", role, e);
    } else if (failures == 1) {
      LOG.warn("loop={} failed, goes on in {} ms", role, delay.toMillis(), e);
    } else {
      LOG.debug("loop={} failed again, failures={}", role, failures, e);
    }
    return delay;
  }

  /**
   * Waits for a wake-up or the delay; false when stopped. An interrupt alone ends the wait only.
   */
  private boolean await(Duration delay) {
    try {
      if (wakeUps.tryAcquire(SaturatedTime.nanos(delay), TimeUnit.NANOSECONDS)) {
        LOG.trace("loop={} woken", role);
      }
      return true;
    } catch (InterruptedException e) {
      return state.get() == State.RUNNING;
    }
  }
}
