// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a start prints no banners. It uses a separate process, because libraries print their
 * banners once per process.
 */
final class QuietStartTest {

  @TempDir Path folder;

  @Test
  void start_withTheMostTalkativeLog_hasNoBannerAndNoTipOfJooq() {
    String data = folder.resolve("data").toString();
    try (BatonProcess baton =
        BatonProcess.start(
            folder,
            Map.of("HOME", folder.toString()),
            "up",
            "--port",
            "0",
            "--data",
            data,
            "--log-level",
            "trace")) {
      baton.awaitLine("Baton is up");
      baton.signal("TERM");
      baton.awaitEnd(Duration.ofSeconds(30));

      assertThat(baton.output()).isNotEmpty().noneMatch(line -> line.contains("jOOQ"));
      assertThat(baton.errorText())
          .as("it logs")
          .contains(" INFO ")
          .as("jOOQ")
          .doesNotContain("jOOQ", "@@@@");
    }
  }
}
