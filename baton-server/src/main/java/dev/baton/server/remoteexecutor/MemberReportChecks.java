// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.QuotaExceededException;
import dev.baton.member.ActionStore;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.protocol.Protocol;
import dev.baton.server.SecretTokens;
import dev.baton.service.Clock;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Checks the heartbeats that come with an executor's key. The member must be an executor, it gets
 * an id that no other key can use, and the number and the size of the members of one key are
 * limited.
 */
final class MemberReportChecks {

  private static final int MAX_MEMBER = 1 << 20;
  private static final int KEY_PART = "executor/00000000-0000-0000-".length();

  private final AnnouncedActions actions;
  private final MemberQuota shares;

  MemberReportChecks(ActionStore actions, MemberRegistry memberRegistry, Clock clock) {
    this.actions = new AnnouncedActions(actions, MAX_MEMBER);
    this.shares = new MemberQuota(memberRegistry, clock);
  }

  /**
   * Returns the member as it is stored.
   *
   * @throws ForbiddenException if the member is not an executor
   * @throws InvalidInputException if the member is too large, or an action is malformed
   * @throws QuotaExceededException if the key would have too many members, or its members would be
   *     too large together
   */
  Member checked(Caller caller, Member member) {
    if (caller.isAdmin()) {
      return member;
    }
    if (member.kind() != Member.Kind.EXECUTOR) {
      throw new ForbiddenException(
          "the member's kind is "
              + member.kind()
              + "; allowed with an executor's key: "
              + Member.Kind.EXECUTOR);
    }
    InputBounds.number("bytes of the member", Protocol.toBytes(member).length, 0, MAX_MEMBER);
    Member defined =
        member.toBuilder()
            .id(idOf(caller, member.id()))
            .actions(actions.defined(caller, member))
            .build();
    shares.checkAdmits(defined.id().substring(0, KEY_PART), defined);
    return defined;
  }

  /**
   * Forgets the size of a member that leaves the member registry, and returns the id under which it
   * is stored.
   */
  String leaving(Caller caller, String memberId) {
    String id = idOf(caller, memberId);
    shares.memberLeft(id);
    return id;
  }

  /**
   * Returns the id under which a member is stored. With an executor's key, the id is computed from
   * the key and the id that the executor sent, so an executor cannot use the id of another key's
   * member, on any server. The first half of the id depends only on the key.
   */
  private static String idOf(Caller caller, String memberId) {
    if (caller.isAdmin()) {
      return memberId;
    }
    String key = caller.keyOrUser();
    // A UUID of version 8, whose content the application may choose.
    long first = (hash(key) & ~0xF000L) | 0x8000L;
    long second = (hash(key + "\n" + memberId) & (-1L >>> 2)) | Long.MIN_VALUE;
    return "executor/" + new UUID(first, second);
  }

  private static long hash(String text) {
    return HexFormat.fromHexDigitsToLong(SecretTokens.digest(text), 0, 16);
  }
}
