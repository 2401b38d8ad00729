// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.testkit.ContainerFlowContract;
import dev.baton.testkit.EngineFixture;

final class ProcessFlowTest extends ContainerFlowContract {

  @Override
  protected EngineFixture open() {
    return new ProcessFixture();
  }
}
