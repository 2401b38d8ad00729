// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("kubernetes")
final class KubernetesEngineTest extends EngineContracts {
  @Override
  protected EngineFixture newFixture() {
    return new KubernetesFixture();
  }
}
