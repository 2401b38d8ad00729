// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.Settings;
import dev.baton.executor.ExecutorOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExecutorSettingsTest {

  private final ExecutorSettings settings =
      ExecutorSettings.of(
          new Settings(
              Map.of("--threads", "3", "--lease", "5s", "--grace", "1s", "--max-takeovers", "off"),
              Map.of()));

  @Test
  void options_ofAnExecutor_haveAllSettings() {
    ExecutorOptions options = settings.options("e1", false);

    assertThat(options.name()).isEqualTo("e1");
    assertThat(options.slots()).isEqualTo(3);
    assertThat(options.lease()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.gracePeriod()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.maxTakeovers()).isZero();
    assertThat(options.endWriteTimeout()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void options_ofAPullJob_doNotDependOnTheLease() {
    ExecutorOptions options = settings.options("e1", true);

    assertThat(options.lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.endWriteTimeout()).isEqualTo(Duration.ofHours(1));
  }
}
