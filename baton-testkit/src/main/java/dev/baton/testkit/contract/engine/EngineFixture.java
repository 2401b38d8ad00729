// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The engine that {@link EngineContracts} is run against: one fixture per test, on a server that
 * may be shared by all tests of the process.
 */
public interface EngineFixture extends AutoCloseable {

  /** What an engine may have or not. What it has not it must refuse, where a spec asks for it. */
  enum Feature {
    /** Programs come in images. */
    IMAGES,
    /** It tells standard error from standard output. */
    STREAMS,
    /** It limits memory. */
    MEMORY_LIMIT,
    /** It runs many instances of a program as one job. */
    INSTANCES,
    /** It knows when the limit of memory was the end: reason OUT_OF_MEMORY. */
    MEMORY_REASON,
    /** It is a server, so that it may be away, and can be restarted. */
    SERVER,
    /** What runs goes on while the server is restarted. */
    OUTLIVES_SERVER
  }

  /** What the engine has. */
  Set<Feature> features();

  /** How to open it. */
  TestEngineFactory engineFactory();

  /** What the recipe needs to reach this fixture's server. */
  Map<String, String> settings();

  /** Settings with which nobody answers; asked for where the engine {@link Feature#SERVER}. */
  Map<String, String> settingsOfDeadServer();

  /** An image that does not exist and must not be looked for elsewhere; where it has images. */
  String missingImage();

  /**
   * Kills the server as a crash would, starts it again, and returns when it answers; where it is a
   * {@link Feature#SERVER}.
   */
  void restart();

  /** How long a short program may take from {@code create} until it is known to be over. */
  Duration timeout();

  /** Whether deleted jobs go at once; else tests do not wait for them at their end. */
  default boolean deletesAtOnce() {
    return true;
  }

  @Override
  void close();
}
