// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.testkit.EngineContract;
import dev.baton.testkit.EngineFixture;

/** Processes pass what every engine must. */
final class ProcessEngineTest extends EngineContract {

  @Override
  protected EngineFixture newFixture() {
    return new ProcessFixture();
  }
}
