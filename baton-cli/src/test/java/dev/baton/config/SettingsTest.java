// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

  @TempDir Path folder;

  @Test
  void value_isTakenFromFlagBeforeEnvironmentBeforeFile() throws IOException {
    Path file = write("name=file\nhost=file\nport=1\n");
    Settings settings =
        new Settings(
                Map.of("--name", "flag"),
                Map.of("BATON_NAME", "variable", "BATON_HOST", "variable"))
            .withFile(file);

    assertThat(settings.text(SettingKey.NAME)).isEqualTo("flag");
    assertThat(settings.text(SettingKey.HOST)).isEqualTo("variable");
    assertThat(settings.number(SettingKey.PORT, 0, 10, 5)).isEqualTo(1);
    settings.check();
  }

  @Test
  void blankVariable_countsAsNotSet() {
    Settings settings = new Settings(Map.of(), Map.of("BATON_GRACE", " "));

    assertThat(settings.duration(SettingKey.GRACE, Duration.ZERO, Duration.ofMinutes(2)))
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void check_whenSeveralAreWrong_namesAllWithTheirSources() throws IOException {
    Path file = write("thraeds=4\nlog-level=loud\n");
    Settings settings =
        new Settings(Map.of("--port", "abc"), Map.of("BATON_GRACE", "soon")).withFile(file);
    settings.number(SettingKey.PORT, 0, 65_535, 8765);
    settings.duration(SettingKey.GRACE, Duration.ZERO, Duration.ofMinutes(2));
    settings.choice(SettingKey.LOG_LEVEL, List.of("info", "debug"), "info");

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "4 settings are wrong:\n"
                + "  'thraeds' in "
                + file
                + " is unknown; did you mean 'threads'?\n"
                + "  port is 'abc' (from --port); expected a whole number from 0 to 65535\n"
                + "  grace is 'soon' (from BATON_GRACE); expected a duration of at least 0s, such"
                + " as 90s, 10m or PT90S\n"
                + "  log-level is 'loud' (from "
                + file
                + "); expected one of info, debug");
  }

  @Test
  void namedFile_whenMissing_isAProblem() {
    Path missing = folder.resolve("missing");
    Settings settings =
        new Settings(Map.of("--config", missing.toString()), Map.of())
            .withFile(folder.resolve("usual"));

    assertThatThrownBy(settings::check).hasMessageContaining("'" + missing + "' cannot be read");
  }

  @Test
  void usualFile_whenMissing_isNone() {
    new Settings(Map.of(), Map.of()).withFile(folder.resolve("usual")).check();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("baton.properties"), text);
  }
}
