// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.QuotaExceededException;
import dev.baton.member.ActionStore;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import dev.baton.wire.Protocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Limits the members that executors with keys of their own report: each is an executor, under an id
 * that no other key can name, and those of one key are bounded.
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
   * The member as it is stored.
   *
   * @throws ForbiddenException if it is no executor
   * @throws InvalidInputException if it is too large, has too many actions, or one that is
   *     malformed
   * @throws QuotaExceededException if the members of the key would be too many or too large
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
        member.withId(idOf(caller, member.id())).withActions(actions.defined(caller, member));
    shares.checkAdmits(defined.id().substring(0, KEY_PART), defined);
    return defined;
  }

  /** The id of a member that leaves the roster. */
  String leaving(Caller caller, String memberId) {
    String id = idOf(caller, memberId);
    shares.memberLeft(id);
    return id;
  }

  /**
   * The id under which a member is stored: of an executor with a key, one that is computed from the
   * key and the id that the executor uses, so that no key can name the members of another, at
   * whatever server. Its first half is that of all members of the key.
   */
  private static String idOf(Caller caller, String memberId) {
    if (caller.isAdmin()) {
      return memberId;
    }
    String key = caller.keyOrUser();
    // A UUID of version 8, whose bits are up to Baton.
    long first = (hash(key) & ~0xF000L) | 0x8000L;
    long second = (hash(key + "\n" + memberId) & (-1L >>> 2)) | Long.MIN_VALUE;
    return "executor/" + new UUID(first, second);
  }

  private static long hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
