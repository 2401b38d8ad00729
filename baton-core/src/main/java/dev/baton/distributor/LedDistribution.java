// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import dev.baton.plugin.Distribution;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One distribution as this process stands for it: its term, if it leads, and when it is due. */
final class LedDistribution {

  /** What another leader writes is known to nobody else: it holds for one term only. */
  private record KnownState(DistributionState state, long token) {}

  private final Distribution distribution;
  private final Clock clock;
  // Written by the contending loop, and dropped by a pass that learns that it was superseded.
  private final AtomicReference<@Nullable Term> term = new AtomicReference<>();
  // Written by the pass, which at most one thread runs at a time; null: not known yet.
  private volatile @Nullable KnownState knownState;
  private volatile Instant wakeAt = Instant.MIN;
  private final AtomicInteger failures = new AtomicInteger();
  // Written and read by the pass, which at most one thread runs at a time; null: the last worked.
  private volatile @Nullable String loggedError;
  // Taken by the loop when it starts a pass, given back by the pass.
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long busySinceNanos;
  private volatile @Nullable Thread pass;
  private volatile boolean interrupted;

  LedDistribution(Distribution distribution, Clock clock) {
    this.distribution = distribution;
    this.clock = clock;
  }

  Distribution distribution() {
    return distribution;
  }

  String name() {
    return distribution.name();
  }

  /** The name under which processes contend to post for it. */
  String electionName() {
    return distribution.election();
  }

  /** The term, while it can be trusted. */
  @Nullable Term trustedTerm() {
    Term held = term.get();
    return held != null && !held.trustedUntil().isPast(clock) ? held : null;
  }

  @Nullable Term term() {
    return term.get();
  }

  /** Takes note of how the last election went; what another leader wrote meanwhile is not known. */
  void termChanged(@Nullable Term now) {
    Term before = term.getAndSet(now);
    if (now == null || before == null || before.token() != now.token()) {
      wakeAt = Instant.MIN;
    }
  }

  /** The state as last read or written under this term; null if it has to be read. */
  @Nullable DistributionState state(Term under) {
    KnownState last = knownState;
    return last != null && last.token() == under.token() ? last.state() : null;
  }

  void state(DistributionState state, Term under) {
    knownState = new KnownState(state, under.token());
  }

  /** Takes note of another failed pass; answers how many there were in a row. */
  int passFailed() {
    return failures.incrementAndGet();
  }

  void passSucceeded() {
    failures.set(0);
  }

  /**
   * Takes note of the error of a time, or that there was none.
   *
   * @return whether it differs from the one that this process noted before, so that it is news
   */
  boolean isNews(@Nullable String error) {
    boolean isNews = !Objects.equals(error, loggedError);
    loggedError = error;
    return isNews;
  }

  /** Not before this moment is there something to do. */
  Instant wakeAt() {
    return wakeAt;
  }

  void wakeAt(Instant moment) {
    wakeAt = moment;
  }

  /** Starts the pass unless one runs. */
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

  /** Waits for the end of a pass under way. */
  void awaitPassEnd() {
    Thread running = pass;
    if (running != null) {
      Threads.join(running);
    }
  }

  /** In one line, for people. */
  String describe() {
    String role = trustedTerm() == null ? "not led here" : "led here, next " + wakeAt;
    return name() + ": " + role + (isPassRunning() ? ", running for " + passDuration() : "");
  }

  boolean isPassRunning() {
    return busy.get();
  }

  /** How long the pass has been running; zero if none is. */
  Duration passDuration() {
    return busy.get() ? Duration.ofNanos(clock.nanos() - busySinceNanos) : Duration.ZERO;
  }

  /** Whether {@link #interruptPass} was called for the pass under way. */
  boolean isPassInterrupted() {
    return interrupted;
  }

  /** Interrupts the pass; answers its thread the first time. */
  @Nullable Thread interruptPass() {
    Thread running = pass;
    if (running == null) {
      return null;
    }
    boolean first = !interrupted;
    // Before the interrupt: the pass asks whether an interrupt is this one.
    interrupted = true;
    running.interrupt();
    return first ? running : null;
  }
}
