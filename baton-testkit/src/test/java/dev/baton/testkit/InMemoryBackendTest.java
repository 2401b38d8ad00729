// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class InMemoryBackendTest {

  @Test
  void check_afterClose_isUnavailable() {
    InMemoryFixture fixture = new InMemoryFixture();
    fixture.backend().check();
    fixture.close();
    assertThatThrownBy(() -> fixture.backend().check()).isInstanceOf(UnavailableException.class);
  }

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Write extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }
}
