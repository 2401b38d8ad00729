// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.job.Watch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The listeners that wait for changes of single engine jobs, by the name of the engine job.
 * Thread-safe.
 *
 * @param <L> the type of the listeners; one listener is registered only once for an engine job
 */
public final class EngineJobListeners<L> {

  private final Map<String, Set<L>> byName = new ConcurrentHashMap<>();

  /** Registers a listener until the returned watch is closed. */
  public Watch add(String name, L listener) {
    // The set is created and changed in one operation of the map. Otherwise another thread that
    // closes the last watch of this name could remove the set while the listener is added to it.
    byName.compute(
        name,
        (key, known) -> {
          Set<L> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(listener);
          return all;
        });
    return () ->
        byName.computeIfPresent(
            name,
            (key, all) -> {
              all.remove(listener);
              return all.isEmpty() ? null : all;
            });
  }

  /** The listeners of the engine job with this name. */
  public Set<L> of(String name) {
    return byName.getOrDefault(name, Set.of());
  }

  /** The listeners of all engine jobs. */
  public List<L> all() {
    return byName.values().stream().flatMap(Set::stream).toList();
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }
}
