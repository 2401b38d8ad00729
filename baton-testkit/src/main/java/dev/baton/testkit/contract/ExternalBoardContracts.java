// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.board.GateContract;
import dev.baton.testkit.contract.board.JobBoardContract;
import dev.baton.testkit.contract.election.ElectionContract;
import dev.baton.testkit.contract.job.JobDeletionContract;
import dev.baton.testkit.contract.job.JobHistoryContract;
import dev.baton.testkit.contract.job.JobLogContract;
import dev.baton.testkit.contract.job.JobOriginContract;
import dev.baton.testkit.contract.job.JobStoreContract;
import dev.baton.testkit.contract.job.JobWaitContract;
import dev.baton.testkit.contract.job.JobWriteContract;
import org.junit.jupiter.api.Nested;

/**
 * The contracts of the ports that an external board provides, and the contracts of the job store
 * that an external board could violate. A driver extends this class and opens the fixture.
 */
public abstract class ExternalBoardContracts {

  /** Opens a fixture with an empty store and an empty board. Called before each test. */
  protected abstract BackendFixture newFixture();

  @Nested
  public final class Board extends JobBoardContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Gates extends GateContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class BoardSessions extends BoardSessionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Origins extends JobOriginContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Log extends JobLogContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class History extends JobHistoryContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Deletion extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Waits extends JobWaitContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
