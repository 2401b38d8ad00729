// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which entries of a registry cannot be read, so that a pass over all entries leaves them
 * out instead of failing, and logs each of them once until it can be read again. Thread-safe.
 */
public final class UnreadableEntries {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableEntries.class);

  private final String registry;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /**
   * @param registry what the entries belong to, for the log
   */
  public UnreadableEntries(String registry) {
    this.registry = registry;
  }

  /** The entry could not be read. */
  public void failed(String name, Exception cause) {
    if (names.add(name)) {
      LOG.warn("entry '{}' of {} cannot be read and is left out", name, registry, cause);
    }
  }

  /** The entry could be read. */
  public void worked(String name) {
    if (!names.isEmpty() && names.remove(name)) {
      LOG.info("entry '{}' of {} can be read again", name, registry);
    }
  }

  /** Whether the entry could not be read when it was last tried. */
  public boolean contains(String name) {
    return names.contains(name);
  }
}
