// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.EngineFaultContract;
import dev.baton.testkit.EngineFixture;
import org.junit.jupiter.api.Tag;

/** One after the other: the API server is killed in between. */
@Tag("integration")
final class KubernetesFaultTest extends EngineFaultContract {
  @Override
  protected EngineFixture open() {
    return new KubernetesFixture();
  }
}
