// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpecBuilder;
import java.util.Map;

/**
 * Opens an engine from text settings only, so that another process can open the same engine.
 * Implementations have a constructor without parameters.
 */
public interface TestEngineFactory {

  /**
   * Opens the engine.
   *
   * @param installation the installation for which the engine works
   * @param settings the settings of {@link EngineFixture#settings()}
   */
  Engine open(String installation, Map<String, String> settings);

  /**
   * Starts a spec with everything that a program needs on this engine, such as image and network,
   * but without a command. The program finds a POSIX shell {@code sh} and the commands of BusyBox.
   */
  EngineSpecBuilder spec(String name, Map<String, String> settings);
}
