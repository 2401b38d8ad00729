// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.EngineInstancesContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("slurm")
final class SlurmEngineTest extends EngineContracts {

  @Override
  protected EngineFixture newFixture() {
    return new SlurmFixture();
  }

  @Nested
  final class Instances extends EngineInstancesContract {
    @Override
    protected EngineFixture open() {
      return newFixture();
    }
  }
}
