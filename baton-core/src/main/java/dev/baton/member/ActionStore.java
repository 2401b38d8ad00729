// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Every action that a process of the installation ever provided, until it is forgotten: jobs may be
 * posted for these actions, whether or not an executor is alive. Blocking and thread-safe; every
 * method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface ActionStore {

  /**
   * Stores the actions that a process provides, or that it provides them still. Of actions with one
   * name the last one counts. Durable when answered. {@link
   * dev.baton.member.MemberRegistry#heartbeat} does the same for the actions of a member, from time
   * to time.
   *
   * @param by the process, for people
   */
  void provide(String by, Collection<ActionInfo> actions);

  /** All actions, by name. */
  List<KnownAction> all();

  /** The action of that name. */
  default Optional<KnownAction> find(String name) {
    return all().stream().filter(known -> known.action().name().equals(name)).findFirst();
  }

  /**
   * Removes an action; jobs that name it stay. A process that still provides the action brings it
   * back.
   *
   * @return whether it was there
   */
  boolean forget(String name);
}
