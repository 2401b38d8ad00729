// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.access.AccountStoreContract;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.board.ExternalBoardStoreContract;
import dev.baton.testkit.contract.board.GateContract;
import dev.baton.testkit.contract.board.JobBoardContract;
import dev.baton.testkit.contract.election.DistributionStoreContract;
import dev.baton.testkit.contract.election.ElectionContract;
import dev.baton.testkit.contract.job.JobAggregationContract;
import dev.baton.testkit.contract.job.JobDeletionContract;
import dev.baton.testkit.contract.job.JobHistoryContract;
import dev.baton.testkit.contract.job.JobLabelContract;
import dev.baton.testkit.contract.job.JobLogContract;
import dev.baton.testkit.contract.job.JobOriginContract;
import dev.baton.testkit.contract.job.JobSearchContract;
import dev.baton.testkit.contract.job.JobSearchPropertyContract;
import dev.baton.testkit.contract.job.JobStoreContract;
import dev.baton.testkit.contract.job.JobVisibilityContract;
import dev.baton.testkit.contract.job.JobWaitContract;
import dev.baton.testkit.contract.job.JobWriteContract;
import dev.baton.testkit.contract.logbook.LogbookStoreContract;
import dev.baton.testkit.contract.member.ActionStoreContract;
import dev.baton.testkit.contract.member.CapabilityRefusalContract;
import dev.baton.testkit.contract.member.MemberRegistryContract;
import dev.baton.testkit.flow.FlowCrashContract;
import org.junit.jupiter.api.Nested;

/**
 * The contracts that every backend passes without deviations. A test class of a backend extends
 * this class and opens the fixture. It adds the contracts from which the backend may deviate, or
 * which do not apply to every backend: {@link BoardSessionContract}, {@link AccountStoreContract},
 * {@link CapabilityRefusalContract}, {@link JobSearchPropertyContract}, {@link
 * JobVisibilityContract}, {@link ExternalBoardStoreContract}. A backend that passes all of these
 * too extends {@link AllBackendContracts}.
 */
public abstract class CommonBackendContracts {

  /** Opens a fixture with an empty backend. Called before each test. */
  protected abstract BackendFixture newFixture();

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
  public final class Waits extends JobWaitContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Logbooks extends LogbookStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class FlowCrashes extends FlowCrashContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

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
  public final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Distributions extends DistributionStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class MemberRegistries extends MemberRegistryContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Actions extends ActionStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Labels extends JobLabelContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Search extends JobSearchContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Aggregations extends JobAggregationContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
