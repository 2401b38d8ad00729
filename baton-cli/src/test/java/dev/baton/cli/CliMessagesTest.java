// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that messages of commands state why a server refuses a request and what the user can do.
 */
final class CliMessagesTest {

  private static final String UNKNOWN = "job/00000000-0000-4000-8000-000000000000";

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

  private static Map<String, String> key(JsonNode answer) {
    return Map.of(
        "BATON_API_KEY", answer.path("resource-id").asText(),
        "BATON_API_SECRET", answer.path("secret-key").asText());
  }

  @Test
  void waiting_forAJobThatNobodyRuns_saysWhyOnce() {
    Result result =
        baton.run(
            "post",
            "nobody_runs_this",
            "--unknown-action",
            "allow",
            "--wait",
            "--wait-at-most",
            "6s");

    assertThat(result.code()).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
    assertThat(TestBaton.lines(result.err()))
        .filteredOn(line -> line.contains(" is QUEUED: "))
        .singleElement()
        .asString()
        .endsWith("waits: none of 1 live executors has the action 'nobody_runs_this'");
  }

  @Test
  void limitOfAWait_withoutWait_isRefused() {
    Result result = baton.run("post", "dummy_test_action", "--wait-at-most", "1s");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("--wait-at-most is for --wait or --follow");
  }

  @Test
  void duration_thatIsNone_isRefusedWithItsFlag() {
    assertThat(baton.run("job", "list", "--newer-than", "yesterday").err())
        .startsWith("baton: --newer-than: 'yesterday' is not a duration");
    assertThat(baton.run("job", "wait", UNKNOWN, "--timeout", "0").err())
        .startsWith("baton: --timeout: '0' is not a duration");
    assertThat(baton.run("apikey", "create", "--ttl", "abc").err())
        .contains("baton: --ttl: 'abc' is not a duration");
  }

  @Test
  void actionOfTheServer_cannotBeForgottenAndItIsSaidWhy() {
    Result result = baton.run("action", "forget", "dummy_test_action", "--force");

    assertThat(result.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(result.err()).contains("would define it again at once, even with --force");
  }

  @Test
  void keyOfAnExecutor_isToldWhatItMayDo() throws JsonProcessingException {
    JsonNode key =
        ApiClient.JSON.readTree(
            baton.run("apikey", "create", "--executor", "--output", "json").out());
    String id = baton.run("post", "dummy_test_action", "--seconds", "0").out().strip();

    Result read = baton.run(key(key), "", "job", "get", id);

    assertThat(read.code()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(read.err())
        .isEqualTo(
            "baton: invalid credentials for '"
                + id
                + "': the API key is for executors, which may only claim and run jobs\n");
  }
}
