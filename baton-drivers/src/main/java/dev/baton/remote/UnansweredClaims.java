// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.BoardSession.ClaimRef;
import dev.baton.board.Claim;
import dev.baton.error.UnreadableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims that were granted by an answer that never came. Renewals would hold them for ever and
 * nobody would run them, so they are given back. Since the request without an answer may still be
 * under way, the look is repeated for a while.
 */
final class UnansweredClaims {

  private static final Logger LOG = LoggerFactory.getLogger(UnansweredClaims.class);

  /** A server that got the request has carried it out by then. */
  private static final Duration EXPECTED = Duration.ofSeconds(30);

  private final BoardSessionCalls calls;
  private final BiPredicate<JobId, Long> isKnown;
  private final Consumer<Claim> abandon;
  // What was released lately: a record of the board may be older than that.
  private final Set<ClaimRef> noteReleased = ConcurrentHashMap.newKeySet();
  private volatile Deadline expectedUntil; // written by the claiming thread, read by any

  UnansweredClaims(
      BoardSessionCalls calls, BiPredicate<JobId, Long> isKnown, Consumer<Claim> abandon) {
    this.calls = calls;
    this.isKnown = isKnown;
    this.abandon = abandon;
    this.expectedUntil = new Deadline(calls.clock().nanos());
  }

  void expect() {
    expectedUntil = Deadline.after(calls.clock().nanos(), EXPECTED);
  }

  boolean areExpected() {
    return !expectedUntil.isPast(calls.clock());
  }

  /** Notes that a claim is being released, before that is said to the server. */
  void noteReleased(JobId job, long token) {
    if (areExpected()) {
      noteReleased.add(new ClaimRef(job, token));
    }
  }

  /** Looks, if there may be any; not to be called while a claim is under way. */
  void abandonAll() {
    if (!areExpected()) {
      noteReleased.clear();
      return;
    }
    Set<ClaimRef> strays = new HashSet<>(calls.held());
    strays.removeIf(claimRef ->
        isKnown.test(claimRef.job(), claimRef.token()) || noteReleased.contains(claimRef));
    strays.forEach(this::abandonAll);
  }

  private Optional<Job> find(JobId id) {
    try {
      return calls.find(id);
    } catch (UnreadableException e) {
      LOG.debug("job={} stays claimed until this stay ends: it cannot be read", id, e);
      return Optional.empty();
    }
  }

  private void abandonAll(ClaimRef stray) {
    Optional<Job> job = find(stray.job());
    if (job.isPresent()
        && job.get().state() == JobState.RUNNING
        && job.get().status().token() == stray.token()) {
      LOG.info("job={} was claimed by an answer that never came; it goes back", stray.job());
      abandon.accept(new Claim(job.get(), false));
    }
  }
}
