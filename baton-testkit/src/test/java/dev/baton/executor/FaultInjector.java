// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The switch between an executor and its backend. A test uses it to cut, block or fail calls. */
final class FaultInjector {

  private enum Mode {
    OPEN,
    CUT,
    BLOCKED
  }

  private final AtomicReference<Mode> mode = new AtomicReference<>(Mode.OPEN);
  private final AtomicReference<@Nullable CountDownLatch> block = new AtomicReference<>();

  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicBoolean losing = new AtomicBoolean();
  private final AtomicBoolean losesSessions = new AtomicBoolean();
  private final AtomicInteger joins = new AtomicInteger();
  private final AtomicInteger refusedWrites = new AtomicInteger();
  private final AtomicInteger failedWrites = new AtomicInteger();
  private final AtomicInteger failedReturns = new AtomicInteger();
  private final AtomicInteger forbiddenReads = new AtomicInteger();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong writesLeft = new AtomicLong();
  // Written before executors start.
  private boolean keepsLast;

  boolean isCut() {
    return mode.get() == Mode.CUT;
  }

  /** Returns how many calls failed because the connection was cut. */
  int refusals() {
    return refusals.get();
  }

  void cut() {
    mode.set(Mode.CUT);
  }

  /** Makes calls hang, whatever interrupts them, until {@link #restore}. */
  void block() {
    block.set(new CountDownLatch(1));
    mode.set(Mode.BLOCKED);
  }

  void restore() {
    mode.set(Mode.OPEN);
    CountDownLatch blocked = block.getAndSet(null);
    if (blocked != null) {
      blocked.countDown();
    }
  }

  /** Loses the answer of the next call that grants a claim. The claim stays granted. */
  void loseNextGrant() {
    losing.set(true);
  }

  void losesAnswer(boolean granted) {
    if (granted && losing.compareAndSet(true, false)) {
      throw new UnavailableException("the answer got lost");
    }
  }

  /** Sets whether each claim call reports the loss of the session. */
  void loseSessions(boolean loses) {
    losesSessions.set(loses);
  }

  /** Returns how many sessions were opened. */
  int joins() {
    return joins.get();
  }

  void joined() {
    joins.incrementAndGet();
  }

  void claims() {
    if (losesSessions.get()) {
      throw new LostClaimException("another server holds the session");
    }
  }

  /**
   * Cuts the connection permanently at the n-th write from now, counted from 1.
   *
   * @param kept whether that write becomes durable
   */
  void dieAt(long write, boolean kept) {
    writesLeft.set(write);
    keepsLast = kept;
  }

  /** Refuses this number of next writes as invalid, so that a repetition would be refused too. */
  void refuseWrites(int count) {
    refusedWrites.set(count);
  }

  /** Fails this number of next writes with an exception of unknown cause. */
  void failWrites(int count) {
    failedWrites.set(count);
  }

  /** Fails this number of next abandons with an exception of unknown cause. */
  void failReturns(int count) {
    failedReturns.set(count);
  }

  /** Forbids this number of next reads of a job, as a server forbids to read jobs of others. */
  void forbidReads(int count) {
    forbiddenReads.set(count);
  }

  /** Returns how many reads are still forbidden. */
  int forbiddenReads() {
    return forbiddenReads.get();
  }

  void checkRead() {
    if (forbiddenReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new ForbiddenException("this executor does not hold the job");
    }
  }

  void checkReturn() {
    if (failedReturns.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("a failure of unknown cause");
    }
  }

  /** Returns the number of durable writes. */
  long writes() {
    return writes.get();
  }

  <T extends @Nullable Object> T write(Supplier<T> call) {
    checkNotBlocked();
    if (refusedWrites.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new InvalidInputException("the store refuses this");
    }
    if (failedWrites.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("a failure of unknown cause");
    }
    boolean last = writesLeft.decrementAndGet() == 0;
    if (last && !keepsLast) {
      cut();
    }
    checkNotBlocked();
    T answer = call.get();
    writes.incrementAndGet();
    if (last) {
      cut();
    }
    checkNotBlocked();
    return answer;
  }

  /** Called before and after each call, because an answer can get lost too. */
  void checkNotBlocked() {
    CountDownLatch blocked = block.get();
    if (mode.get() == Mode.BLOCKED && blocked != null) {
      awaitOpening(blocked);
    }
    if (mode.get() == Mode.CUT) {
      refusals.incrementAndGet();
      throw new UnavailableException("the connection to the backend is cut");
    }
  }

  private static void awaitOpening(CountDownLatch blocked) {
    boolean interrupted = false;
    while (blocked.getCount() > 0) {
      try {
        blocked.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
