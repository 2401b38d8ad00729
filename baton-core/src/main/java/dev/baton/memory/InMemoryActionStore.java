// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.service.Clock;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

final class InMemoryActionStore implements ActionStore {

  private final Clock clock;
  // Guarded by the lock of this object.
  private final SortedMap<String, KnownAction> known = new TreeMap<>();

  InMemoryActionStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void provide(String by, Collection<ActionInfo> actions) {
    for (ActionInfo action : actions) {
      known.put(action.name(), new KnownAction(action, by, clock.now()));
    }
  }

  @Override
  public synchronized List<KnownAction> all() {
    return List.copyOf(known.values());
  }

  @Override
  public synchronized boolean deleteAction(String name) {
    return known.remove(name) != null;
  }
}
