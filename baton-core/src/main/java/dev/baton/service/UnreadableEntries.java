// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which entries of a registry, such as the rows of a table, cannot be read, so that a
 * pass over all entries leaves them out instead of failing, and logs each of them once until it can
 * be read again. Thread-safe.
 */
public final class UnreadableEntries {

  // Where a newer release wrote a whole table, its first rows tell enough.
  private static final int MOST_LOGGED = 1000;

  private final Logger log;
  private final String registry;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /**
   * @param registry what the entries belong to, for the log
   */
  public UnreadableEntries(String registry) {
    this(registry, LoggerFactory.getLogger(UnreadableEntries.class));
  }

  UnreadableEntries(String registry, Logger log) {
    this.registry = registry;
    this.log = log;
  }

  /** Reads the entry; empty, after {@link #failed}, if that throws. */
  public <T> Optional<T> read(String name, Supplier<T> reader) {
    try {
      T entry = reader.get();
      worked(name);
      return Optional.of(entry);
    } catch (RuntimeException e) {
      // Entries are data: whatever is wrong with one of them, the others are read.
      failed(name, e);
      return Optional.empty();
    }
  }

  /** The entry could not be read. */
  public void failed(String name, Exception cause) {
    if (!names.add(name)) {
      return;
    }
    int count = names.size();
    if (count <= MOST_LOGGED) {
      log.warn("entry '{}' of {} cannot be read and is left out", name, registry, cause);
    } else if (count == MOST_LOGGED + 1) {
      log.warn("more than {} entries of {} cannot be read; no more are named", count - 1, registry);
    }
  }

  /** The entry could be read. */
  public void worked(String name) {
    if (!names.isEmpty() && names.remove(name)) {
      log.info("entry '{}' of {} can be read again", name, registry);
    }
  }

  /** Whether the entry could not be read when it was last tried. */
  public boolean contains(String name) {
    return names.contains(name);
  }
}
