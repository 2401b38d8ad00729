// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.engine.EngineOptions;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlurmSettingsTest {

  private static SlurmSettings settings(String name, Object value) {
    Map<String, String> settings = Map.of(name, value.toString());
    return SlurmSettings.of(
        new EngineOptions("slurm", "here", Path.of("/unused"), settings, Clock.system()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "command-timeout"})
  void duration_isPositiveAndAtMostTheLongest(String name) {
    assertThat(settings(name, InputBounds.LONGEST_DURATION)).isNotNull();
    for (Duration bad :
        new Duration[] {
          Duration.ZERO,
          InputBounds.LONGEST_DURATION.plusNanos(1),
          Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> settings(name, bad))
          .withMessage(
              "setting "
                  + name
                  + " is '"
                  + bad
                  + "'; expected a positive duration such as PT2S, at most PT876000H");
    }
  }
}
