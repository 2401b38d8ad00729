// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpec;

/** Names the engine job that belongs to a job. It may not exist yet. */
record EngineJobHandle(String engineName, Engine engine, EngineSpec spec) {

  /** The words "in engine ..." for messages. */
  String where() {
    return " in engine '" + engineName + "'";
  }

  /** The name of the engine job. */
  String name() {
    return spec.name();
  }
}
