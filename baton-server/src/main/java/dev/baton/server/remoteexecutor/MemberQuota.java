// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.error.QuotaExceededException;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.protocol.Protocol;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the number and the size of the members that one executor's key can put into the member
 * registry, because each listing of executors reads the whole registry. Thread-safe.
 */
final class MemberQuota {

  static final int MAX_MEMBERS = 1_000;

  private static final long MAX_BYTES = 16 << 20;
  // Sizes are rounded up to a multiple of this step, in bytes. If a member grows within its rounded
  // size, the registry need not be read again.
  private static final long STEP = 4 << 10;
  // How long a member that sends no heartbeats, or is lost, counts in the quota of its key.
  private static final Duration COUNTED = Duration.ofMinutes(10);

  private record Share(long bytes, long atNanos) {}

  private final MemberRegistry memberRegistry;
  private final Clock clock;
  // For each member, by its id: how many bytes of the member registry this server has granted it,
  // and when it last sent a heartbeat.
  private final Map<String, Share> granted = new ConcurrentHashMap<>();

  MemberQuota(MemberRegistry memberRegistry, Clock clock) {
    this.memberRegistry = memberRegistry;
    this.clock = clock;
  }

  /**
   * Checks that the member may be stored. Reads the registry only if the member is new to this
   * server or has grown.
   *
   * @param prefix the common prefix of the ids of all members of the key; no other members have it
   * @throws QuotaExceededException if the key would have too many members, or its members would be
   *     too large together
   */
  void checkAdmits(String prefix, Member member) {
    long now = clock.nanos();
    long bytes = rounded(member);
    granted.values().removeIf(share -> isOld(share, now));
    Share before = granted.get(member.id());
    if (before != null && bytes <= before.bytes()) {
      granted.put(member.id(), new Share(before.bytes(), now));
      return;
    }
    // The size is entered before the sizes are added up, so that of two concurrent calls at least
    // one sees both sizes.
    granted.put(member.id(), new Share(bytes, now));
    try {
      check(sizes(prefix));
    } catch (RuntimeException e) {
      granted.compute(member.id(), (id, refused) -> before);
      throw e;
    }
  }

  /** Forgets the size of a member that left the member registry. */
  void memberLeft(String memberId) {
    granted.remove(memberId);
  }

  private Map<String, Long> sizes(String prefix) {
    Map<String, Long> sizes = new HashMap<>();
    memberRegistry.members(COUNTED).stream()
        .filter(member -> member.id().startsWith(prefix))
        .forEach(member -> sizes.put(member.id(), rounded(member)));
    granted.forEach((id, share) -> {
      if (id.startsWith(prefix)) {
        sizes.merge(id, share.bytes(), Math::max);
      }
    });
    return sizes;
  }

  private static void check(Map<String, Long> sizes) {
    long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    if (sizes.size() > MAX_MEMBERS || bytes > MAX_BYTES) {
      throw new QuotaExceededException(
          "with this process, the executors of this key would be "
              + sizes.size()
              + " processes, with descriptions of "
              + bytes
              + " bytes; allowed: "
              + MAX_MEMBERS
              + " processes and "
              + MAX_BYTES
              + " bytes; stop some executors, or create another key for them:"
              + " baton apikey create --executor");
    }
  }

  private static boolean isOld(Share share, long nowNanos) {
    return nowNanos - share.atNanos() > COUNTED.toNanos();
  }

  private static long rounded(Member member) {
    return (Protocol.toBytes(member).length + STEP - 1) / STEP * STEP;
  }
}
