// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.error.Bounds;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.QuotaExceededException;
import dev.baton.executor.Member;
import dev.baton.executor.Roster;
import dev.baton.plugin.ActionInfo;
import dev.baton.plugin.ActionStore;
import dev.baton.plugin.KnownAction;
import dev.baton.plugin.Names;
import dev.baton.plugin.ParameterSchemas;
import dev.baton.service.Clock;
import dev.baton.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the members that executors with keys of their own report: each is an executor, under an id
 * that no other key can name, and those of one key are bounded. Such an executor defines only actions without a stored definition; a
 * stored definition stays until an administrator changes or forgets it.
 */
final class ConfinedMembers {

  private static final Logger LOG = LoggerFactory.getLogger(ConfinedMembers.class);

  private static final int MAX_MEMBER = 1 << 20;
  private static final int KEY_PART = "executor/00000000-0000-0000-".length();
  private static final int MAX_ACTIONS_OF_MEMBER = 1_000;
  private static final int MAX_ACTIONS = 10_000;
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_REQUIRES = 100;
  private static final int MAX_SCHEMA = 1 << 16;
  private static final int MAX_WARNED = 1_000;

  private final ActionStore actions;
  private final RosterShares shares;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  ConfinedMembers(ActionStore actions, Roster roster, Clock clock) {
    this.actions = actions;
    this.shares = new RosterShares(roster, clock);
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
    Bounds.number("bytes of the member", Wire.bytes(member).length, 0, MAX_MEMBER);
    Member defined =
        member.withId(idOf(caller, member.id())).withActions(definedActions(caller, member));
    shares.admit(defined.id().substring(0, KEY_PART), defined);
    return defined;
  }

  /** The id of a member that leaves the roster. */
  String leaving(Caller caller, String memberId) {
    String id = idOf(caller, memberId);
    shares.left(id);
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

  /** Each action as the store defines it; as the member defines it if the store does not. */
  private List<ActionInfo> definedActions(Caller caller, Member member) {
    List<ActionInfo> announced = member.actions();
    if (announced.isEmpty()) {
      return announced;
    }
    Bounds.number("number of actions", announced.size(), 0, MAX_ACTIONS_OF_MEMBER);
    Map<String, ActionInfo> known =
        actions.all().stream()
            .map(KnownAction::action)
            .collect(
                Collectors.toMap(ActionInfo::name, Function.identity(), (first, next) -> first));
    List<ActionInfo> unknown = new ArrayList<>();
    List<ActionInfo> defined = new ArrayList<>();
    for (ActionInfo action : announced) {
      ActionInfo stored = known.get(action.name());
      if (stored == null) {
        unknown.add(checkedDefinition(action));
      } else {
        warnOfAnother(caller, member, action, stored);
      }
      defined.add(stored == null ? action : stored);
    }
    provide(member, known.size(), unknown);
    return defined;
  }

  /** At once, not only with the first beat: an administrator may have had an action forgotten. */
  private void provide(Member member, int known, List<ActionInfo> unknown) {
    if (unknown.isEmpty()) {
      return;
    }
    if (known + unknown.size() > MAX_ACTIONS) {
      throw new QuotaExceededException(
          known
              + " actions are known, and the executor announces "
              + unknown.size()
              + " more; allowed: "
              + MAX_ACTIONS
              + "; have some forgotten: baton action forget NAME");
    }
    actions.provide(member.place(), unknown);
  }

  private static ActionInfo checkedDefinition(ActionInfo action) {
    Names.checked("an action", action.name());
    Bounds.number("length of the plugin's name", action.plugin().length(), 0, MAX_TEXT);
    Bounds.number("length of the description", action.description().length(), 0, MAX_TEXT);
    Bounds.number("number of requires", action.requires().size(), 0, MAX_REQUIRES);
    Bounds.number("length of the schema", action.schema().toString().length(), 0, MAX_SCHEMA);
    action.requires().forEach(capability -> Names.checked("a capability", capability));
    try {
      ParameterSchemas.check(action.schema());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("action '" + action.name() + "': " + e.getMessage(), e);
    }
    return action;
  }

  private void warnOfAnother(Caller caller, Member member, ActionInfo action, ActionInfo stored) {
    if (!action.equals(stored) && warned.size() < MAX_WARNED && warned.add(action.name())) {
      LOG.warn(
          "executor={} of {} announces action '{}' with another definition than the stored one,"
              + " which stays. To take that of the executors: baton action forget {} --force",
          member.place(),
          caller.userId(),
          action.name(),
          action.name());
    }
  }
}
