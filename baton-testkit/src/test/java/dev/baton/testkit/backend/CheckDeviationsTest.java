// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CheckDeviationsTest {

  private static final Deviation DEVIATION = Deviation.of("it has no claims", "claim_job_isOwn");

  @Test
  void test_thatFails_isSkippedWithTheReason() {
    assertThatThrownBy(() ->
            CheckDeviations.requireFailure(
                () -> {
                  throw new AssertionError("no claim");
                },
                "claim_job_isOwn",
                DEVIATION))
        .isNotInstanceOf(AssertionError.class)
        .hasMessageContaining("deviates on purpose: it has no claims");
  }

  @Test
  void test_thatPasses_fails() {
    assertThatThrownBy(
            () -> CheckDeviations.requireFailure(() -> null, "claim_job_isOwn", DEVIATION))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("claim_job_isOwn passes", "it has no claims");
  }
}
