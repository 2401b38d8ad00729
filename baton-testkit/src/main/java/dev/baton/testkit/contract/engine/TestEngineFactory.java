// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpecBuilder;
import java.util.Map;

/**
 * How to open an engine and what to run in it, from nothing but text, so that a process of its own
 * can do so too. Implementations have a constructor without parameters.
 */
public interface TestEngineFactory {

  /**
   * Opens the engine.
   *
   * @param installation which Baton it works for
   * @param settings those of {@link EngineFixture#settings()}
   */
  Engine open(String installation, Map<String, String> settings);

  /**
   * The beginning of a spec: all that a program needs here so that a POSIX shell {@code sh} is
   * found, with what BusyBox has; image, network and the like. No command.
   */
  EngineSpecBuilder spec(String name, Map<String, String> settings);
}
