// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParseScheduleTest {

  @Test
  void parse_ofTheTextOfASchedule_isTheSameSchedule() {
    ZoneId zurich = ZoneId.of("Europe/Zurich");
    Schedule cron = Schedule.cron("0 3 * * 1-5", zurich);
    Schedule every = Schedule.every(Duration.ofSeconds(90));
    assertThat(Schedule.parse(cron.text()).text()).isEqualTo(cron.text());
    assertThat(Schedule.parse(cron.text()).timeZone()).contains(zurich);
    assertThat(Schedule.parse("cron @daily UTC").text()).isEqualTo("cron @daily UTC");
    assertThat(Schedule.parse(every.text())).isEqualTo(every);
    assertThat(every.timeZone()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cron",
        "cron ",
        "cron UTC",
        "every",
        "every 1h",
        "every PT0S",
        "cron 0 3 * * *",
        "cron 0 3 * * * Mars/Olympus",
        "cron 0 25 * * * UTC"
      })
  void parse_ofAnotherText_isRefused(String text) {
    assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(InvalidInputException.class);
  }
}
