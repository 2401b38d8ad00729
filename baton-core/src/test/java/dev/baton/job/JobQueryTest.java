// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.FilterParser;
import org.junit.jupiter.api.Test;

final class JobQueryTest {

  private static final JobQuery ALL = JobQuery.of(FilterParser.parse("state='QUEUED'"), 10);

  @Test
  void amongNewest_negative_isRefused() {
    assertThatThrownBy(() -> ALL.amongNewest(-1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'newest' is -1; allowed: 0 or more jobs");
  }

  @Test
  void countingUpTo_negative_isRefused() {
    assertThatThrownBy(() -> ALL.countingUpTo(-1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'max-count' is -1; allowed: 0 or more jobs");
  }
}
