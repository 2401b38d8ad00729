// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Opens the engine that the {@link EngineContracts} test. Each test has its own fixture; all tests
 * of the process may share one server.
 */
public interface EngineFixture extends AutoCloseable {

  /**
   * A feature that an engine may lack. The engine must refuse a spec that needs a missing feature.
   */
  enum Feature {
    /** Programs run in images. */
    IMAGES,
    /** The engine separates standard error from standard output. */
    STREAMS,
    /** The engine can limit the memory of a program. */
    MEMORY_LIMIT,
    /** The engine can run many instances of a program as one engine job. */
    INSTANCES,
    /** The engine knows when the memory limit ended a program: reason OUT_OF_MEMORY. */
    MEMORY_REASON,
    /** The engine is a server, so it can be unreachable and can be restarted. */
    SERVER,
    /** Programs keep running while the server restarts. */
    OUTLIVES_SERVER
  }

  Set<Feature> features();

  /** Returns the factory that opens the engine. */
  TestEngineFactory engineFactory();

  /** Returns the settings that the factory needs to reach the server of this fixture. */
  Map<String, String> settings();

  /**
   * Returns settings with which no server answers. Called only if the engine is a {@link
   * Feature#SERVER}.
   */
  Map<String, String> settingsOfDeadServer();

  /**
   * Returns the name of an image that does not exist and must not be pulled from elsewhere. Called
   * only if the engine has images.
   */
  String missingImage();

  /**
   * Kills the server as a crash would, starts it again, and returns when it answers. Called only if
   * the engine is a {@link Feature#SERVER}.
   */
  void restart();

  /** Returns how long a short program may take from {@code create} until its end is known. */
  Duration timeout();

  /**
   * Whether deleted engine jobs disappear at once. If not, tests do not wait for that at their end.
   */
  default boolean deletesAtOnce() {
    return true;
  }

  @Override
  void close();
}
