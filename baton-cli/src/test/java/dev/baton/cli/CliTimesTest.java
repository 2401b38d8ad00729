// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that times are shown in the reader's zone, or in UTC with {@code --utc}. */
final class CliTimesTest {

  // The zone is 5 hours and 45 minutes ahead of UTC, so every time of day differs from UTC.
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  @TempDir static Path folder;
  private static TestBaton baton;

  @BeforeAll
  static void start() {
    baton = new TestBaton(folder);
  }

  @AfterAll
  static void stop() {
    baton.close();
  }

  private static String shown(String moment, ZoneId zone) {
    return SHOWN.format(Instant.parse(moment).atZone(zone));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return ApiClient.JSON.readTree(text);
  }

  private static void checkZones(String moment, String... command) {
    String[] utc = new String[command.length + 1];
    System.arraycopy(command, 0, utc, 0, command.length);
    utc[command.length] = "--utc";
    String inZone = shown(moment, ZONE);
    String inUtc = shown(moment, ZoneOffset.UTC);
    assertThat(baton.runAt(ZONE, command).out()).contains(inZone).doesNotContain(inUtc, moment);
    assertThat(baton.runAt(ZONE, utc).out()).contains(inUtc).doesNotContain(inZone, moment);
  }

  @Test
  void why_showsTheZoneOfTheReader() throws JsonProcessingException {
    String id = baton.run("post", "dummy_test_action", "--not-before", "1h").out().strip();
    String due =
        json(baton.run("job", "get", id, "--output", "json").out()).path("not-before").asText();

    checkZones(due, "job", "why", id);
  }

  @Test
  void logsWithDetails_showTheZoneOfTheReader() throws JsonProcessingException {
    String id =
        TestBaton.lines(baton.run("post", "run_command", "--wait", "--", "echo", "hello").out())
            .getFirst();
    String at =
        json(baton.run("job", "logs", id, "--output", "json").out()).at("/lines/0/at").asText();

    checkZones(at, "job", "logs", id, "-d");
  }
}
