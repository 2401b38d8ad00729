// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Who is alive, asked of the roster at most every second or two. Thread-safe. */
final class LiveMembers {

  /** A process that was silent for longer counts as dead. */
  static final Duration ALIVE = Duration.ofSeconds(45);

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private record Seen(long at, List<Member> members) {}

  private final MemberRegistry memberRegistry;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private Seen seen = new Seen(0, List.of());
  private boolean asked;

  LiveMembers(MemberRegistry memberRegistry, Clock clock) {
    this.memberRegistry = memberRegistry;
    this.clock = clock;
  }

  /** All processes that were seen of late. */
  List<Member> alive() {
    lock.lock();
    try {
      if (asked && clock.nanos() - seen.at() < FRESH_NANOS) {
        return seen.members();
      }
    } finally {
      lock.unlock();
    }
    Seen now = new Seen(clock.nanos(), List.copyOf(memberRegistry.members(ALIVE)));
    lock.lock();
    try {
      seen = now;
      asked = true;
    } finally {
      lock.unlock();
    }
    return now.members();
  }

  /** Those of them that run jobs. */
  List<Member> executors() {
    return alive().stream().filter(LiveMembers::runsJobs).toList();
  }

  static boolean runsJobs(Member member) {
    return switch (member.kind()) {
      case EXECUTOR, STANDALONE -> true;
      case DISTRIBUTOR, SERVER -> false;
    };
  }
}
