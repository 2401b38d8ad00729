// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.ConflictException;
import dev.baton.error.InputBounds;
import dev.baton.error.NotFoundException;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.KnownActions;
import dev.baton.plugin.PluginNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The known actions, with the live executors that provide them. Thread-safe. */
record ActionAvailability(Catalogue catalogue, KnownActions known, LiveMembers liveMembers) {
  /**
   * The known action with this name.
   *
   * @throws NotFoundException if there is none; the message names a similar action
   */
  ActionInfo require(String name) {
    ActionInfo action = known.all().get(name);
    if (action == null) {
      throw notFound(name);
    }
    return action;
  }

  NotFoundException notFound(String name) {
    String shown = InputBounds.shown(name);
    return new NotFoundException(
        "action/" + shown + " not found" + PluginNames.hint(name, known.all().keySet()));
  }

  /** The number of live executors that provide each action. */
  Map<String, Integer> executorCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    liveMembers
        .executors()
        .forEach(member ->
            member.actions().forEach(action -> counts.merge(action.name(), 1, Integer::sum)));
    return counts;
  }

  /**
   * Removes an action from the known actions.
   *
   * @param force whether to remove the action even if a live process provides it; such a process
   *     defines the action again with its next heartbeat
   * @return whether the action was known
   * @throws ConflictException if this server provides the action, or if a live process provides the
   *     action and {@code force} is false; the action would come back at once
   */
  boolean deleteAction(String name, boolean force) {
    if (catalogue.action(name).isPresent()) {
      throw new ConflictException(
          "action '"
              + name
              + "' is provided by this server, which would define it again at once, even with"
              + " --force; to remove the action, start the server without its plugin first");
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
              + "; stop them, or start them without the plugin, then forget the action. To let them"
              + " define the action again, use --force (API: ?force=true)");
    }
    return known.deleteAction(name);
  }

  /** Whether a process announced that jobs of this action run flows. */
  boolean isFlow(String name) {
    return known.find(name).map(ActionInfo::flow).orElse(false);
  }
}
