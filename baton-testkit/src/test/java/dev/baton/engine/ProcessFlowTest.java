// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.executor.ContainerFlowContract;

final class ProcessFlowTest extends ContainerFlowContract {

  @Override
  protected EngineFixture open() {
    return new ProcessFixture();
  }
}
