// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;

/** Runs the contracts of engines on the process engine. */
final class ProcessEngineTest extends EngineContracts {

  @Override
  protected EngineFixture newFixture() {
    return new ProcessFixture();
  }
}
