// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.BoardSession.ClaimRef;
import dev.baton.board.Claim;
import dev.baton.error.UnreadableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Abandons unanswered claims: claims that the server granted in an answer that never arrived.
 * Otherwise renewals would keep these claims forever, and no executor would run their jobs. The
 * search is repeated for a while, because the server may execute the request late.
 */
final class UnansweredClaims {

  private static final Logger LOG = LoggerFactory.getLogger(UnansweredClaims.class);

  /**
   * How long this session looks for unanswered claims after an answer got lost. After this time,
   * the server has certainly executed the request.
   */
  private static final Duration EXPECTED = Duration.ofSeconds(30);

  private final Clock clock;
  private final Supplier<BoardSessionCalls> calls;
  private final BiPredicate<JobId, Long> isKnown;
  private final Consumer<Claim> abandon;
  // Claims that this session has consumed or abandoned a moment ago. The server's list of held
  // claims may still contain them.
  private final Set<ClaimRef> noteEnded = ConcurrentHashMap.newKeySet();
  private volatile Deadline expectedUntil; // written by the claiming thread, read by any

  UnansweredClaims(
      Supplier<BoardSessionCalls> calls,
      BiPredicate<JobId, Long> isKnown,
      Consumer<Claim> abandon) {
    this.clock = calls.get().clock();
    this.calls = calls;
    this.isKnown = isKnown;
    this.abandon = abandon;
    this.expectedUntil = new Deadline(clock.nanos());
  }

  void expect() {
    expectedUntil = Deadline.after(clock.nanos(), EXPECTED);
  }

  boolean areExpected() {
    return !expectedUntil.isPast(clock);
  }

  /**
   * Records that this session consumes or abandons a claim. Must be called before the request is
   * sent to the server.
   */
  void noteEnded(JobId job, long token) {
    if (areExpected()) {
      noteEnded.add(new ClaimRef(job, token));
    }
  }

  /**
   * Looks for unanswered claims if an answer got lost a short time ago, and abandons them. Must not
   * be called while a call of claim waits for its answer.
   */
  void abandonAll() {
    if (!areExpected()) {
      noteEnded.clear();
      return;
    }
    Set<ClaimRef> unansweredClaims = new HashSet<>(calls.get().held());
    unansweredClaims.removeIf(
        claimRef -> isKnown.test(claimRef.job(), claimRef.token()) || noteEnded.contains(claimRef));
    unansweredClaims.forEach(this::abandonAll);
  }

  private Optional<Job> find(JobId id) {
    try {
      return calls.get().find(id);
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
