// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.EngineContract;
import dev.baton.testkit.EngineFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("kubernetes")
final class KubernetesEngineTest extends EngineContract {
  @Override
  protected EngineFixture newFixture() {
    return new KubernetesFixture();
  }
}
