// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogLevelsTest {

  private static final String NAME = "dev.baton.launch.log_levels_test";

  @Test
  void change_ofALogger_changesItAndTheLoggersBelow() {
    Logger below = LoggerFactory.getLogger(NAME + ".below");
    assertThat(LogLevels.change("ERROR " + NAME))
        .isEqualTo("done: the level of " + NAME + " is ERROR");
    assertThat(below.isWarnEnabled()).isFalse();
    assertThat(LogLevels.change("TRACE " + NAME)).startsWith("done: ");
    assertThat(below.isTraceEnabled()).isTrue();
  }

  @Test
  void change_toAnUnknownLevel_isRefused() {
    for (String request : new String[] {"loud " + NAME, "DEBUG", "DEBUG a b", ""}) {
      assertThat(LogLevels.change(request)).doesNotStartWith("done").contains("'" + request + "'");
    }
  }
}
