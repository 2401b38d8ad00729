// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import dev.baton.plugin.Distribution;
import dev.baton.service.Clock;
import dev.baton.service.FailureLog;
import dev.baton.service.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one distribution for which this process contends: its term, if this process leads
 * the distribution, and the time when the distribution is due.
 */
final class ContendedDistribution {

  private static final Logger LOG = LoggerFactory.getLogger(ContendedDistribution.class);

  /**
   * The stored state of the distribution, and the token of the term in which this process read or
   * wrote it. It is valid in this term only, because another leader may write the state later.
   */
  private record KnownState(DistributionState state, long token) {}

  /** A request of an operator. Two requests are never equal. */
  static final class RunRequest {}

  private final Distribution distribution;
  private final Clock clock;
  // Set by the poll loop after an election. Cleared by a pass that finds out that another process
  // leads the distribution.
  private final AtomicReference<@Nullable Term> term = new AtomicReference<>();
  // Written by the pass of the distribution. At most one pass runs at a time. Null if the state is
  // not known yet.
  private volatile @Nullable KnownState knownState;
  private volatile Instant wakeAt = Instant.MIN;
  // Set by an operator's request, cleared by the pass that has carried it out and stored that.
  private final AtomicReference<@Nullable RunRequest> request = new AtomicReference<>();
  private final AtomicInteger failures = new AtomicInteger();
  // The error of the last pass, which has been logged; null if that pass succeeded. Only the pass
  // uses this field, and at most one pass runs at a time.
  private volatile @Nullable String loggedError;
  // Set by the poll loop when it starts a pass, cleared by the pass.
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long busySinceNanos;
  private volatile @Nullable Thread pass;
  private volatile boolean interrupted;

  private final FailureLog unexpectedFailures =
      new FailureLog(LOG, "distribution could not be run; Baton tries again: distribution={}");

  ContendedDistribution(Distribution distribution, Clock clock) {
    this.distribution = distribution;
    this.clock = clock;
  }

  Distribution distribution() {
    return distribution;
  }

  FailureLog unexpectedFailures() {
    return unexpectedFailures;
  }

  String name() {
    return distribution.name();
  }

  /** The name of the election for this distribution. */
  String electionName() {
    return distribution.election();
  }

  /**
   * Returns the term; null if this process does not lead the distribution or the term may have
   * ended.
   */
  @Nullable Term trustedTerm() {
    Term held = term.get();
    return held != null && !held.trustedUntil().isPast(clock) ? held : null;
  }

  @Nullable Term term() {
    return term.get();
  }

  /**
   * Stores the result of the last election. If a new term has begun, the next pass runs at once and
   * reads the stored state again, because another leader may have written it.
   */
  void termChanged(@Nullable Term now) {
    Term before = term.getAndSet(now);
    if (now == null || before == null || before.token() != now.token()) {
      wakeAt = Instant.MIN;
      // An operator asked the process that led the distribution then.
      request.set(null);
    }
  }

  /** The state that was last read or written in this term; null if it has to be read. */
  @Nullable DistributionState state(Term under) {
    KnownState last = knownState;
    return last != null && last.token() == under.token() ? last.state() : null;
  }

  void state(DistributionState state, Term under) {
    knownState = new KnownState(state, under.token());
  }

  /** Counts a failed pass and returns the number of failed passes in a row. */
  int passFailed() {
    return failures.incrementAndGet();
  }

  void passSucceeded() {
    failures.set(0);
    unexpectedFailures.succeeded(name());
  }

  /**
   * Stores the error of the last pass of the distribution, or null if that pass succeeded.
   *
   * @return whether the error differs from the previous one, so that it must be logged
   */
  boolean isNewError(@Nullable String error) {
    boolean isNewError = !Objects.equals(error, loggedError);
    loggedError = error;
    return isNewError;
  }

  /** Returns the moment before which no pass is needed. */
  Instant wakeAt() {
    return wakeAt;
  }

  void wakeAt(Instant moment) {
    wakeAt = moment;
  }

  /** Makes the distribution run once now, in addition to its schedule. */
  void request() {
    request.set(new RunRequest());
  }

  /** Returns the request to run the distribution now; null if there is none. */
  @Nullable RunRequest openRequest() {
    return request.get();
  }

  /** Ends a request. A request that came later stays. */
  void carriedOut(RunRequest done) {
    request.compareAndSet(done, null);
  }

  /**
   * Whether a pass must run now, although {@link #wakeAt} is later, because of a request. After a
   * failed pass, the request waits until the backoff is over.
   */
  boolean isRequestDue() {
    return request.get() != null && failures.get() == 0;
  }

  /** Starts the thread, which runs the pass, unless another pass is running. */
  boolean startPass(Thread thread) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    busySinceNanos = clock.nanos();
    pass = thread;
    interrupted = false;
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        passEnded();
      }
    }
    return true;
  }

  void passEnded() {
    pass = null;
    busy.set(false);
  }

  /** Waits for the end of a running pass, but not longer than the given time. */
  void awaitPassEnd(Duration atMost) {
    Thread running = pass;
    if (running != null) {
      Threads.join(running, atMost);
    }
  }

  /** A description in one line, for display. */
  String describe() {
    String role = trustedTerm() == null ? "not led here" : "led here, next " + wakeAt;
    return name() + ": " + role + (isPassRunning() ? ", running for " + passDuration() : "");
  }

  boolean isPassRunning() {
    return busy.get();
  }

  /** The time since the start of the running pass; zero if no pass is running. */
  Duration passDuration() {
    return busy.get() ? Duration.ofNanos(clock.nanos() - busySinceNanos) : Duration.ZERO;
  }

  /** Whether {@link #interruptPass} was called for the running pass. */
  boolean isPassInterrupted() {
    return interrupted;
  }

  /**
   * Interrupts the running pass. Returns the thread of the pass at the first call for a pass, and
   * null at later calls.
   */
  @Nullable Thread interruptPass() {
    Thread running = pass;
    if (running == null) {
      return null;
    }
    boolean first = !interrupted;
    // Set before the interrupt, because the pass checks whether an interrupt came from here.
    interrupted = true;
    running.interrupt();
    return first ? running : null;
  }
}
