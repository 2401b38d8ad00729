// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live members. The member registry is read about once per second, even if many requests
 * arrive. Thread-safe.
 */
final class LiveMembers {

  /** A member without a heartbeat for this time counts as dead. */
  static final Duration ALIVE = Duration.ofSeconds(45);

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private record Seen(long at, List<Member> members) {}

  private final MemberRegistry memberRegistry;
  private final Clock clock;
  // Written and read by any thread. If two threads find the value too old, both read the registry;
  // this does no harm.
  private volatile @Nullable Seen seen;

  LiveMembers(MemberRegistry memberRegistry, Clock clock) {
    this.memberRegistry = memberRegistry;
    this.clock = clock;
  }

  /** All processes that sent a heartbeat recently and are not lost. */
  List<Member> alive() {
    Seen now = seen;
    if (now == null || clock.nanos() - now.at() >= FRESH_NANOS) {
      now = new Seen(clock.nanos(), List.copyOf(memberRegistry.membersNotLost(ALIVE)));
      seen = now;
    }
    return now.members();
  }

  /** The live members that run jobs. */
  List<Member> executors() {
    return alive().stream().filter(LiveMembers::runsJobs).toList();
  }

  /** Whether a listed member counts as alive. */
  static boolean isAlive(Member member, Instant now) {
    return !member.lost() && member.seen().plus(ALIVE).isAfter(now);
  }

  static boolean runsJobs(Member member) {
    return switch (member.kind()) {
      case EXECUTOR, STANDALONE -> true;
      case DISTRIBUTOR, SERVER -> false;
    };
  }
}
