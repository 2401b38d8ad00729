// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScheduleNextCommandTest {

  private static final String ZURICH = "Europe/Zurich";

  @TempDir Path folder;

  @Test
  void next_ofACronExpression_printsOneTimePerLine() {
    Result result = run("30 2 * * *", ZURICH, "--after", "2027-03-27T12:00:00Z", "--count", "2");

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("2027-03-28T03:00:00+02:00\n2027-03-29T02:30:00+02:00\n");
  }

  @Test
  void next_withoutCount_printsTenTimesAfterNow() {
    Result result = run("@hourly", "UTC");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).hasSize(10).allMatch(line -> line.endsWith(":00:00Z"));
  }

  @Test
  void next_asJson_isADocument() throws Exception {
    Result result =
        run(
            "0 0 L 2 *",
            ZURICH,
            "--after",
            "2028-01-01T00:00:00+01:00",
            "--count",
            "1",
            "--output",
            "json");

    assertThat(ApiClient.JSON.readTree(result.out()))
        .isEqualTo(
            ApiClient.JSON.readTree(
                """
                {"cron": "0 0 L 2 *", "zone": "Europe/Zurich",
                 "times": ["2028-02-29T00:00:00+01:00"]}
                """));
  }

  @Test
  void next_inUtc_printsUtc() {
    Result result =
        run("0 3 * * *", ZURICH, "--after", "2027-01-01T00:00:00Z", "--count", "1", "--utc");

    assertThat(result.out()).isEqualTo("2027-01-01T02:00:00Z\n");
  }

  @Test
  void next_badInput_isRefusedWithWhatIsAllowed() {
    refused(run("0 0 30 2 *", ZURICH), "'0 0 30 2 *' never occurs");
    refused(run("0 0 * *", ZURICH), "'0 0 * *' is not a cron expression");
    refused(
        run("@daily", "Europe/Zurch"), "zone is 'Europe/Zurch'", "did you mean 'Europe/Zurich'?");
    refused(run("@daily", ZURICH, "--after", "soon"), "after is 'soon'; expected a moment");
    refused(run("@daily", ZURICH, "--after", "+999999999-01-01T00:00:00Z"), "allowed: 1900-01-01");
    refused(run("@daily", ZURICH, "--count", "0"), "count is 0; allowed: 1 to 100000");
    refused(run("@daily", ZURICH, "--count", "x"), "--count is 'x'; expected a whole number");
    refused(runIn("--cron", "@daily"), "--zone");
  }

  private static void refused(Result result, String... complaints) {
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(complaints);
  }

  private Result run(String cron, String zone, String... more) {
    return runIn(
        Stream.concat(Stream.of("--cron", cron, "--zone", zone), Stream.of(more))
            .toArray(String[]::new));
  }

  private Result runIn(String... arguments) {
    return TestBaton.runIn(
        Map.of("HOME", folder.toString()),
        "",
        Stream.concat(Stream.of("schedule", "next"), Stream.of(arguments)).toArray(String[]::new));
  }
}
