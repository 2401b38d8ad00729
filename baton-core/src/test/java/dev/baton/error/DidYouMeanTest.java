// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DidYouMeanTest {

  private static final List<String> KNOWN = List.of("run_command", "cleanup_jobs", "port");

  @Test
  void suggestion_ofANearName_isThatName() {
    assertThat(DidYouMean.suffix(KNOWN, "run_comand")).isEqualTo("; did you mean 'run_command'?");
    assertThat(DidYouMean.among(KNOWN, "prot")).isEmpty();
    assertThat(DidYouMean.among(KNOWN, "pot")).contains("port");
  }

  @Test
  void suggestion_ofAStart_isTheWholeName() {
    assertThat(DidYouMean.among(KNOWN, "clean")).contains("cleanup_jobs");
  }

  @Test
  void suggestion_withoutANearName_isEmpty() {
    assertThat(DidYouMean.suffix(KNOWN, "banana")).isEmpty();
  }
}
