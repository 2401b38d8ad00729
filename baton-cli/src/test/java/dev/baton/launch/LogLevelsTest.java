// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogLevelsTest {

  private static final String NAME = "dev.baton.launch.log_levels_test";

  private final LogLevels levels = new LogLevels();

  /** While another test initializes SLF4J, there is only a substitute without levels. */
  @BeforeAll
  static void awaitLogback() {
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
  }

  @Test
  void change_ofALogger_changesItAndTheLoggersBelow() {
    Logger below = LoggerFactory.getLogger(NAME + ".below");
    assertThat(levels.change("ERROR " + NAME))
        .isEqualTo("done: the level of " + NAME + " is ERROR");
    assertThat(below.isWarnEnabled()).isFalse();
    assertThat(levels.change("TRACE " + NAME)).startsWith("done: ");
    assertThat(below.isTraceEnabled()).isTrue();
  }

  @Test
  void change_toTheConfiguredLevel_takesAllChangesBack() {
    assertThat(levels.levels()).contains(" ROOT").doesNotContain(NAME + ".again");
    levels.change("ERROR " + NAME + ".again");
    levels.change("TRACE " + NAME + ".again");
    assertThat(levels.levels().lines()).contains("TRACE " + NAME + ".again changed");
    assertThat(levels.change("CONFIGURED " + NAME + ".again")).startsWith("done: ");
    assertThat(levels.levels()).doesNotContain(NAME + ".again");
  }

  @Test
  void change_toAnUnknownLevel_isRefused() {
    for (String request : new String[] {"loud " + NAME, "DEBUG", "DEBUG a b", ""}) {
      assertThat(levels.change(request)).doesNotStartWith("done").contains("'" + request + "'");
    }
  }
}
