// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpec;

/** An engine job that a job has, or is to have, in an engine. */
record EngineJobHandle(String engineName, Engine engine, EngineSpec spec) {

  /** Where it is, for people. */
  String where() {
    return " in engine '" + engineName + "'";
  }

  /** Its name there. */
  String name() {
    return spec.name();
  }
}
