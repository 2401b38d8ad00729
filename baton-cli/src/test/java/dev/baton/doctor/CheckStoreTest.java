// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.launch.ProcessOptions;
import dev.baton.testkit.clock.OffsetClock;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class CheckStoreTest {

  @TempDir Path data;

  @Test
  void clockThatIsWrong_isAFaultOnEveryServer() {
    for (String url :
        List.of(PostgresServer.shared().newDatabase(), MariaDbServer.shared().newDatabase())) {
      assertThat(textOfClock(url, Duration.ofMinutes(5))).contains("300 s ahead of that of the");
      assertThat(textOfClock(url, Duration.ofMinutes(-5))).contains("300 s behind that of the");
      assertThat(textOfClock(url, Duration.ZERO)).contains("agrees");
    }
  }

  private String textOfClock(String url, Duration lead) {
    ProcessOptions options =
        ProcessOptions.of(
            new Settings(Map.of("--store", url), Map.of()), data, CommandContext.system());
    List<CheckResult> results = new CheckStore(true, options, null, new OffsetClock(lead)).run();
    return results.stream()
        .filter(result -> result.area().equals("clock"))
        .findFirst()
        .map(CheckResult::text)
        .orElseThrow();
  }
}
