// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EnginePlace;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds live executors that reach the place where a program was started, with the help of the
 * member registry. The registry is read at most every ten seconds. Used by the claiming thread.
 */
final class LiveExecutors {

  private static final Logger LOG = LoggerFactory.getLogger(LiveExecutors.class);
  private static final Duration ALIVE = Duration.ofMinutes(1);
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final @Nullable MemberRegistry memberRegistry;
  private final Clock clock;
  // Held while the registry is read, so that callers that come at the same time share one answer.
  // Normally only the thread that claims jobs calls, so nobody waits.
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private List<Member> members = List.of();
  private @Nullable Deadline fresh;

  /**
   * @param memberRegistry null if other executors are unknown
   */
  LiveExecutors(@Nullable MemberRegistry memberRegistry, Clock clock) {
    this.memberRegistry = memberRegistry;
    this.clock = clock;
  }

  /**
   * An executor that reaches the place and may run the job, as text for display; empty if none is
   * alive.
   *
   * @throws dev.baton.error.UnavailableException if the member registry does not answer
   */
  Optional<String> reaching(String place, Job job) {
    return present().stream()
        .filter(member -> member.slots() > 0 && !member.stopping())
        .filter(member -> member.capabilities().containsAll(job.spec().requires()))
        .filter(member -> reaches(member, place))
        .map(Member::nameAndHost)
        .findFirst();
  }

  private List<Member> present() {
    lock.lock();
    try {
      if (fresh == null || fresh.isPast(clock)) {
        members = members();
        fresh = Deadline.after(clock.nanos(), FRESH);
      }
      return members;
    } finally {
      lock.unlock();
    }
  }

  private List<Member> members() {
    try {
      return memberRegistry == null ? List.of() : memberRegistry.membersNotLost(ALIVE);
    } catch (ForbiddenException | NotFoundException e) {
      // A server of an earlier release does not list executors. With such a server, a fixed time
      // decides how long a job is left to other executors.
      LOG.debug("live executors cannot be listed: reason={}", e.getMessage(), e);
      return List.of();
    }
  }

  private static boolean reaches(Member member, String place) {
    List<String> places = member.places();
    return places != null && places.stream().anyMatch(own -> EnginePlace.isSame(own, place));
  }
}
