// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JobLabelsTest {

  @Test
  void check_wrongLabels_namesTheAttribute() {
    assertThatThrownBy(() -> JobLabels.check("marks", Map.of("-x", "a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("marks has the key '-x'; allowed: ");
    assertThatThrownBy(() -> JobLabels.check("marks", Map.of("x", " ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("marks/x is ' '; expected a text that is not blank, of up to 63 characters");
  }
}
