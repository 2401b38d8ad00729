// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import dev.baton.testkit.backend.BackendFixture;
import org.junit.jupiter.api.Test;

final class InMemoryBackendTest extends AllBackendContracts {

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
}
