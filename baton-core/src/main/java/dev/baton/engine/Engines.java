// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engines of a process, by name. Each engine is opened when it is first needed. Thread-safe.
 */
public final class Engines implements AutoCloseable {

  private static final int CALLS_AT_ONCE = 32;

  private final Supplier<? extends Map<String, EngineFactory>> factories;
  private final Function<String, EngineOptions> options;
  // One lock for each engine, held while the engine is opened. The code that opens an engine may
  // hang, and must then delay neither other engines nor the close of this object.
  private final Map<String, ReentrantLock> opening = new ConcurrentHashMap<>();
  // Guarded by the lock of this object: the fields below.
  private final Map<String, Engine> open = new TreeMap<>();
  private boolean closed;

  /**
   * @param factories read at each use, because plugins may be loaded after this object is created
   * @param options returns the options of the engine with a given name
   */
  public Engines(
      Supplier<? extends Map<String, EngineFactory>> factories,
      Function<String, EngineOptions> options) {
    this.factories = factories;
    this.options = options;
  }

  /** The names of all known engines. */
  public SortedSet<String> names() {
    return new TreeSet<>(factories.get().keySet());
  }

  /**
   * Returns the engine with this name, always the same object. The returned engine limits the
   * number of concurrent calls; further calls wait.
   *
   * @throws InvalidInputException if the name is unknown (the message lists the known names), or
   *     the options of the engine are invalid
   * @throws UnavailableException if interrupted while another caller opens the engine
   */
  public Engine get(String name) {
    Engine known = known(name);
    if (known != null) {
      return known;
    }
    EngineFactory factory = factory(name);
    ReentrantLock own = opening.computeIfAbsent(name, key -> new ReentrantLock());
    try {
      own.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while engine '" + name + "' was opened", e);
    }
    try {
      known = known(name);
      return known == null ? keep(name, factory.open(options.apply(name))) : known;
    } finally {
      own.unlock();
    }
  }

  private synchronized @Nullable Engine known(String name) {
    if (closed) {
      throw new IllegalStateException("engines are closed");
    }
    return open.get(name);
  }

  private Engine keep(String name, Engine opened) {
    Engine throttled = new ThrottledEngine(opened, CALLS_AT_ONCE);
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        open.put(name, throttled);
      }
    }
    if (late) {
      opened.close();
      throw new IllegalStateException("engines were closed while '" + name + "' was opened");
    }
    return throttled;
  }

  /**
   * Refuses the name of an unknown engine.
   *
   * @throws InvalidInputException if the name is unknown; the message lists the known names
   */
  public void requireKnown(String name) {
    factory(name);
  }

  /** The engines that this process has opened, by name. */
  public synchronized SortedMap<String, Engine> opened() {
    return new TreeMap<>(open);
  }

  /**
   * The names of the engines that are open or have settings. Only these may have engine jobs of
   * this process.
   */
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

  /** Closes the open engines. Their engine jobs continue to run. */
  @Override
  public void close() {
    List<Engine> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(open.values());
      open.clear();
    }
    all.forEach(Engine::close);
  }
}
