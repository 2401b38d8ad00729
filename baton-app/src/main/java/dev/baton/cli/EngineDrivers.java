// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.engine.ProcessEngine;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;

/** The engines that come with Baton. */
final class EngineDrivers implements Plugin {

  @Override
  public String name() {
    return "drivers";
  }

  @Override
  public void register(Registry registry) {
    registry.engine(ProcessEngine.NAME, ProcessEngine::open);
  }
}
