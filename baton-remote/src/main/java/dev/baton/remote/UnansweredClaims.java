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
 * Abandons unanswered claims, which the server granted in an answer that never arrived. Renewals
 * would keep these claims forever, and no executor would run the jobs. The search is repeated for a
 * while, because the request without an answer may still be in progress.
 */
final class UnansweredClaims {

  private static final Logger LOG = LoggerFactory.getLogger(UnansweredClaims.class);

  /**
   * How long after a lost answer the session looks for claims that the server granted in that
   * answer. A server has certainly executed a request after this time.
   */
  private static final Duration EXPECTED = Duration.ofSeconds(30);

  private final BoardSessionCalls calls;
  private final BiPredicate<JobId, Long> isKnown;
  private final Consumer<Claim> abandon;
  // Claims that this session has recently consumed or abandoned. The board's list of held claims
  // may still contain them.
  private final Set<ClaimRef> noteEnded = ConcurrentHashMap.newKeySet();
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

  /**
   * Notes that a claim is being consumed or abandoned. Must be called before the request is sent to
   * the server.
   */
  void noteEnded(JobId job, long token) {
    if (areExpected()) {
      noteEnded.add(new ClaimRef(job, token));
    }
  }

  /**
   * Searches for unanswered claims if there may be any, and abandons them. Must not be called while
   * a claim is in progress.
   */
  void abandonAll() {
    if (!areExpected()) {
      noteEnded.clear();
      return;
    }
    Set<ClaimRef> unansweredClaims = new HashSet<>(calls.held());
    unansweredClaims.removeIf(
        claimRef -> isKnown.test(claimRef.job(), claimRef.token()) || noteEnded.contains(claimRef));
    unansweredClaims.forEach(this::abandonAll);
  }

  private Optional<Job> find(JobId id) {
    try {
      return calls.find(id);
    } catch (UnreadableException e) {
      LOG.debug(
          "unanswered claim stays until this session ends, because its job cannot be read: job={}",
          id,
          e);
      return Optional.empty();
    }
  }

  private void abandonAll(ClaimRef unanswered) {
    Optional<Job> job = find(unanswered.job());
    if (job.isPresent()
        && job.get().state() == JobState.RUNNING
        && job.get().status().token() == unanswered.token()) {
      LOG.info(
          "job is released, because the server granted its claim, but the answer was lost: job={}",
          unanswered.job());
      abandon.accept(new Claim(job.get(), false));
    }
  }
}
