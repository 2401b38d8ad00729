// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import org.junit.jupiter.api.Nested;

/**
 * All contracts of an engine, run against the real engine. A test class of an engine extends this
 * class and opens fixtures.
 */
public abstract class EngineContracts {

  /** Opens a fixture. Called before each test. */
  protected abstract EngineFixture newFixture();

  @Nested
  public final class Life extends EngineLifeContract {
    @Override
    protected EngineFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Stop extends EngineStopContract {
    @Override
    protected EngineFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Output extends EngineOutputContract {
    @Override
    protected EngineFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Faults extends EngineFaultContract {
    @Override
    protected EngineFixture open() {
      return newFixture();
    }
  }
}
