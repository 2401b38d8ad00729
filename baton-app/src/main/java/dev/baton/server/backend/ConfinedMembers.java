// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.executor.Member;
import dev.baton.plugin.ActionInfo;
import dev.baton.plugin.ActionStore;
import dev.baton.plugin.KnownAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What executors with keys of their own may say of themselves: that they are executors, under an id
 * that no other caller uses, and nothing that takes a protection from an action.
 */
final class ConfinedMembers {

  private static final int MAX_MEMBERS = 20_000;

  private final ActionStore actions;
  // Who uses an id, the latest last. Guarded by itself.
  private final Map<String, String> users = new LinkedHashMap<>();

  ConfinedMembers(ActionStore actions) {
    this.actions = actions;
  }

  /**
   * The member as it is stored.
   *
   * @throws ForbiddenException if it is no executor, or its id is another caller's
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
    checkOwn(caller, member.id());
    return member.withActions(protectedActions(member.actions()));
  }

  /**
   * Does nothing if no other caller uses the id of a member.
   *
   * @throws ForbiddenException otherwise
   */
  void checkOwn(Caller caller, String memberId) {
    if (caller.isAdmin()) {
      return;
    }
    synchronized (users) {
      String user = users.remove(memberId);
      users.put(memberId, user == null ? caller.userId() : user);
      if (users.size() > MAX_MEMBERS) {
        users.remove(users.keySet().iterator().next());
      }
      if (user != null && !user.equals(caller.userId())) {
        throw new ForbiddenException("'" + memberId + "' is a member of another user");
      }
    }
  }

  /** An action that is known to be for administrators stays so until one of them forgets it. */
  private List<ActionInfo> protectedActions(List<ActionInfo> provided) {
    if (provided.isEmpty() || provided.stream().allMatch(ActionInfo::adminOnly)) {
      return provided;
    }
    Set<String> forAdmins =
        actions.all().stream()
            .map(KnownAction::action)
            .filter(ActionInfo::adminOnly)
            .map(ActionInfo::name)
            .collect(Collectors.toSet());
    return provided.stream()
        .map(action -> forAdmins.contains(action.name()) ? action.forAdmins() : action)
        .toList();
  }
}
