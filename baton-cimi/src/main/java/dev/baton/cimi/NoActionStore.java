// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.error.InvalidInputException;
import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import java.util.Collection;
import java.util.List;

/**
 * An action store without content, because a CIMI server does not know the actions of its
 * executors.
 */
final class NoActionStore implements ActionStore {

  @Override
  public void provide(String by, Collection<ActionInfo> actions) {}

  @Override
  public List<KnownAction> all() {
    return List.of();
  }

  @Override
  public boolean deleteAction(String name) {
    throw new InvalidInputException(
        "action '" + name + "' cannot be forgotten: a CIMI server keeps no list of actions");
  }
}
