// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class InMemoryBackendTest extends CommonContracts {

  @Override
  protected BackendFixture newFixture() {
    return new InMemoryFixture();
  }

  @Test
  void check_afterClose_isUnavailable() {
    InMemoryFixture fixture = new InMemoryFixture();
    fixture.backend().check();
    fixture.close();
    assertThatThrownBy(() -> fixture.backend().check()).isInstanceOf(UnavailableException.class);
  }

  @Nested
  final class Claims extends JobClaimContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class Accounts extends AccountStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class SearchProperty extends JobSearchPropertyContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class TheLedger extends LedgerContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
