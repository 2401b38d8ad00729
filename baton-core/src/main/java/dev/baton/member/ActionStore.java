// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Stores every action that a process of the installation has ever provided, until the action is
 * forgotten. Jobs may be posted for these actions even if no executor is alive. Blocking and
 * thread-safe. Every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface ActionStore {

  /**
   * Stores the actions that a process provides, and the time at which it provided them. If several
   * actions have the same name, the last action is stored. The write is durable when the method
   * returns. {@link dev.baton.member.MemberRegistry#heartbeat} does the same for the actions of a
   * member, from time to time.
   *
   * @param by the process, for display
   */
  void provide(String by, Collection<ActionInfo> actions);

  /** Returns all actions, ordered by name. */
  List<KnownAction> all();

  /** Returns the action with that name. */
  default Optional<KnownAction> find(String name) {
    return all().stream().filter(known -> known.action().name().equals(name)).findFirst();
  }

  /**
   * Removes an action. Jobs that name the action stay. A process that still provides the action
   * stores it again later.
   *
   * @return whether the action was stored
   */
  boolean deleteAction(String name);
}
