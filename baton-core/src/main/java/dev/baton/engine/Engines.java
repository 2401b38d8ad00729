// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** The engines of a process by name, each opened when it is first needed. Thread-safe. */
public final class Engines implements AutoCloseable {

  private static final int CALLS_AT_ONCE = 32;

  private final Supplier<? extends Map<String, EngineFactory>> factories;
  private final Function<String, EngineOptions> options;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Map<String, Engine> open = new TreeMap<>();
  private boolean closed;

  /**
   * @param factories asked each time, as plugins may bring them later than those that use them
   * @param options what the engine of a name is opened with
   */
  public Engines(
      Supplier<? extends Map<String, EngineFactory>> factories,
      Function<String, EngineOptions> options) {
    this.factories = factories;
    this.options = options;
  }

  /** The names that are known. */
  public SortedSet<String> names() {
    return new TreeSet<>(factories.get().keySet());
  }

  /**
   * The engine of that name; always the same one. Of many calls at once some wait for their turn.
   *
   * @throws InvalidInputException if the name is unknown, listing the known ones, or the engine's
   *     options do not fit
   */
  public Engine get(String name) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("engines are closed");
      }
      Engine known = open.get(name);
      if (known == null) {
        known = new ThrottledEngine(factory(name).open(options.apply(name)), CALLS_AT_ONCE);
        open.put(name, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses a name that no engine has.
   *
   * @throws InvalidInputException listing the known ones
   */
  public void requireKnown(String name) {
    factory(name);
  }

  /** Those that were opened, by name: what this process works with. */
  public SortedMap<String, Engine> opened() {
    lock.lock();
    try {
      return new TreeMap<>(open);
    } finally {
      lock.unlock();
    }
  }

  /** Those that were opened and those that have settings: what may have jobs of this process. */
  public SortedSet<String> inUse() {
    SortedSet<String> used = names();
    used.removeIf(name -> options.apply(name).settings().isEmpty());
    used.addAll(opened().keySet());
    return used;
  }

  private EngineFactory factory(String name) {
    Map<String, EngineFactory> known = factories.get();
    EngineFactory factory = known.get(name);
    if (factory == null) {
      throw new InvalidInputException(
          "engine '"
              + name
              + "' is unknown; known: "
              + String.join(", ", new TreeSet<>(known.keySet())));
    }
    return factory;
  }

  /** Closes those that are open; their engine jobs go on. */
  @Override
  public void close() {
    List<Engine> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(open.values());
      open.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(Engine::close);
  }
}
