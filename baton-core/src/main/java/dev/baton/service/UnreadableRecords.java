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
 * Remembers which stored records, such as the rows of a table, cannot be read. A caller that reads
 * all records skips these records instead of failing. Each unreadable record is logged once until
 * it can be read again. Thread-safe.
 */
public final class UnreadableRecords {

  // The number of records after which no more are logged. If a newer release wrote a whole table,
  // the first records are enough for the log.
  private static final int MAX_LOGGED = 1000;
  // The number of records after which no more are remembered. The number of jobs has no limit, and
  // a job that was deleted never becomes readable.
  private static final int MAX_NAMES = 100_000;

  private final Logger log;
  private final String registry;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /**
   * @param registry the name of the table or system that contains the records, for the log
   */
  public UnreadableRecords(String registry) {
    this(registry, LoggerFactory.getLogger(UnreadableRecords.class));
  }

  UnreadableRecords(String registry, Logger log) {
    this.registry = registry;
    this.log = log;
  }

  /** Reads the record. If the reader throws, calls {@link #failed} and returns empty. */
  public <T> Optional<T> read(String name, Supplier<T> reader) {
    try {
      T entry = reader.get();
      readSucceeded(name);
      return Optional.of(entry);
    } catch (RuntimeException e) {
      // Another release may have written the record. An error in it must not keep the other records
      // from being read.
      failed(name, e);
      return Optional.empty();
    }
  }

  /** Notes that the record could not be read. */
  public void failed(String name, Exception cause) {
    if (names.size() >= MAX_NAMES || !names.add(name)) {
      return;
    }
    int count = names.size();
    if (count <= MAX_LOGGED) {
      log.warn(
          "stored record cannot be read and is left out until it can be read: record={} source={}",
          name,
          registry,
          cause);
    } else if (count == MAX_LOGGED + 1) {
      log.warn(
          "further stored records cannot be read and are not logged: source={} logged={}",
          registry,
          MAX_LOGGED);
    }
  }

  /** Notes that the record could be read. */
  public void readSucceeded(String name) {
    if (!names.isEmpty() && names.remove(name)) {
      log.info("stored record can be read again: record={} source={}", name, registry);
    }
  }

  /** Whether the last read of the record failed. */
  public boolean contains(String name) {
    return names.contains(name);
  }
}
