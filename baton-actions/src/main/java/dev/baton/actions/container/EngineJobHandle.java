// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpec;

/** Identifies the engine job of a job, which may not exist yet. */
record EngineJobHandle(String engineName, Engine engine, EngineSpec spec) {

  /** The engine, for display. */
  String where() {
    return " in engine '" + engineName + "'";
  }

  /** The name of the engine job. */
  String name() {
    return spec.name();
  }
}
