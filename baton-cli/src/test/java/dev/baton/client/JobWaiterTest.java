// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.ExitCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class JobWaiterTest {

  private static int exitCode(String... states) {
    List<JsonNode> jobs =
        Stream.of(states)
            .map(state -> (JsonNode) ApiClient.JSON.createObjectNode().put("state", state))
            .toList();
    int code = JobWaiter.exitCode(jobs);
    assertThat(JobWaiter.exitCode(jobs.reversed())).as("in the other order").isEqualTo(code);
    return code;
  }

  @Test
  void exitCode_ofSeveralJobs_doesNotDependOnTheirOrder() {
    assertThat(exitCode()).isEqualTo(ExitCode.OK);
    assertThat(exitCode("SUCCESS", "SUCCESS")).isEqualTo(ExitCode.OK);
    assertThat(exitCode("SUCCESS", "RUNNING")).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
    assertThat(exitCode("CANCELED", "RUNNING", "SUCCESS")).isEqualTo(ExitCode.CANCELED);
    assertThat(exitCode("FAILED", "CANCELED", "QUEUED")).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void exitCode_ofAJobThatWasNeverRead_isThatOfALongWait() {
    JsonNode unread = ApiClient.JSON.createObjectNode().put("id", "job/1");
    assertThat(JobWaiter.exitCode(List.of(unread))).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
  }
}
