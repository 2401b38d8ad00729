// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.ConflictException;
import dev.baton.member.ActionInfo;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.KnownActions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** The known actions, and which live executors have them. Thread-safe. */
final class ActionAvailability {

  private final Catalogue catalogue;
  private final KnownActions known;
  private final LiveMembers liveMembers;

  ActionAvailability(Catalogue catalogue, KnownActions known, LiveMembers liveMembers) {
    this.catalogue = catalogue;
    this.known = known;
    this.liveMembers = liveMembers;
  }

  /** All known actions by name. */
  SortedMap<String, ActionInfo> all() {
    return known.all();
  }

  /** The action of that name. */
  Optional<ActionInfo> find(String name) {
    return known.find(name);
  }

  /** Who provided the action last, if any process stored it. */
  Optional<KnownAction> provided(String name) {
    return known.provided(name);
  }

  /** Whether jobs for unknown actions are accepted without being asked to. */
  boolean acceptsUnknown() {
    return known.acceptsUnknown();
  }

  /** How many live executors have each action. */
  Map<String, Integer> executorCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    liveMembers
        .executors()
        .forEach(member ->
            member.actions().forEach(action -> counts.merge(action.name(), 1, Integer::sum)));
    return counts;
  }

  /**
   * Removes an action from what is known.
   *
   * @param force also if a live process provides the action: then that process, or another one,
   *     defines the action at its next beat
   * @return whether it was known
   * @throws ConflictException if this server or a live process provides the action, so that it
   *     would come back
   */
  boolean forget(String name, boolean force) {
    if (catalogue.action(name).isPresent()) {
      throw new ConflictException(
          "action '"
              + name
              + "' is provided by this server, which would know it again at once, also with"
              + " --force; to have it forgotten, start the server without its plugin");
    }
    List<String> providers =
        liveMembers.alive().stream()
            .filter(member -> member.actions().stream().anyMatch(each -> each.name().equals(name)))
            .map(Member::nameAndHost)
            .toList();
    if (!force && !providers.isEmpty()) {
      throw new ConflictException(
          "action '"
              + name
              + "' is provided by live processes: "
              + String.join(", ", providers)
              + "; stop them, or start them without the plugin, then forget the action; or, to have"
              + " them define it again, use --force (API: ?force=true)");
    }
    return known.forget(name);
  }

  /** The known actions whose jobs are told of a cancel and end in their own way. */
  Set<String> actionsThatHandleCancel() {
    return known.actionsThatHandleCancel();
  }

  /** Whether jobs of this action run flows, as far as any process said. */
  boolean isFlow(String name) {
    return find(name).map(ActionInfo::flow).orElse(false);
  }
}
