// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.access.AccountStoreContract;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.board.ExternalBoardStoreContract;
import dev.baton.testkit.contract.job.JobSearchPropertyContract;
import dev.baton.testkit.contract.job.JobVisibilityContract;
import dev.baton.testkit.contract.member.CapabilityRefusalContract;
import dev.baton.testkit.contract.member.LostMemberContract;
import dev.baton.testkit.contract.statistics.JobStatisticsContract;
import org.junit.jupiter.api.Nested;

/** The contracts of a backend that has every port and does not deviate from any contract. */
public abstract class AllBackendContracts extends CommonBackendContracts {

  @Nested
  public final class BoardSessions extends BoardSessionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class AccountStores extends AccountStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Refusals extends CapabilityRefusalContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class LostMembers extends LostMemberContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class SearchProperty extends JobSearchPropertyContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class ExternalBoardStores extends ExternalBoardStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Visibility extends JobVisibilityContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Statistics extends JobStatisticsContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
