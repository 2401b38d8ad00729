// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.flow.FlowNode;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.testkit.flow.CrashEveryWrite;
import dev.baton.testkit.flow.FlowTrial;
import dev.baton.testkit.flow.FlowTrialResult;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the flow against a fake cloud behind real HTTP. */
final class CreateServerTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final FakeCloud.Inventory COMPLETE =
      new FakeCloud.Inventory(
          Set.of("10.0.0.1"), Map.of("web-1", "ACTIVE"), Map.of("web-1", "10.0.0.1"));
  private static final int OFTEN = 1_000;

  private static FakeCloud cloud;

  @BeforeAll
  static void startCloud() throws IOException {
    cloud = FakeCloud.start(0);
  }

  @AfterAll
  static void stopCloud() {
    cloud.close();
    HTTP.shutdownNow();
  }

  @BeforeEach
  void clearCloud() {
    cloud.clear();
  }

  private static FlowNode flow(String image, boolean approval) {
    return CreateServer.flow(
        new CreateServer.Parameters("web-1", image, 512, approval, cloud.uri()),
        new CloudClient(HTTP, cloud.uri()));
  }

  private static FlowTrial trial() {
    return FlowTrial.of(() -> flow("debian", false));
  }

  // Whenever the process dies, the flow ends in the same way, and no effect happens twice.

  @Test
  void flow_whenTheProcessDiesAtAnyWrite_leavesOneServer() throws InterruptedException {
    CrashEveryWrite.of(() -> flow("debian", false))
        .beforeEachRun(cloud::clear)
        .afterEachRun(() -> assertThat(cloud.inventory()).isEqualTo(COMPLETE))
        .verify();
  }

  @Test
  void flow_whenTheProcessDiesWhileItIsReverted_leavesNothing() throws InterruptedException {
    int crashes =
        CrashEveryWrite.of(() -> flow("debian", false))
            .beforeEachRun(() -> {
              cloud.clear();
              cloud.fail("PUT /names", OFTEN);
            })
            .afterEachRun(() -> assertThat(cloud.inventory().isEmpty()).isTrue())
            .verify();
    assertThat(crashes).isGreaterThan(20);
  }

  @Test
  void flow_whenTheProcessDiesBeforeOrAfterTheApproval_leavesOneServer()
      throws InterruptedException {
    CrashEveryWrite.of(() -> flow("debian", true))
        .signal(CreateServer.APPROVAL, JsonNodeFactory.instance.nullNode())
        .beforeEachRun(cloud::clear)
        .afterEachRun(() -> assertThat(cloud.inventory()).isEqualTo(COMPLETE))
        .verify();
  }

  // The order of the steps, waits and retries.

  @Test
  void flow_onAGoodDay_createsAllInOrder() throws InterruptedException {
    assertThat(trial().run())
        .hasState(FlowState.SUCCESS)
        .hasExecuted("allocate_address", "boot", "await_boot", "register_name")
        .hasReverted();
    assertThat(cloud.inventory()).isEqualTo(COMPLETE);
  }

  @Test
  void flow_whileTheServerBoots_waitsWithoutAnExecutor() throws InterruptedException {
    FlowTrialResult record = trial().run();

    // The task polls, waits, is called again, polls again, and polls once more because the wait is
    // over.
    assertThat(record).hasStarted("await_boot", 2);
    assertThat(record.waited()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void flow_whenTheCloudIsDownForAWhile_triesAgainAfterAPause() throws InterruptedException {
    cloud.fail("PUT /names", 2);
    FlowTrialResult record = trial().run();

    assertThat(record)
        .hasState(FlowState.SUCCESS)
        .hasExecuted("allocate_address", "boot", "await_boot", "register_name")
        .hasReverted("register_name", "register_name")
        .hasStarted("register_name", 3);
    assertThat(record.waited()).isGreaterThan(Duration.ofSeconds(2));
    assertThat(cloud.inventory()).isEqualTo(COMPLETE);
  }

  @Test
  void flow_whenTheCloudStaysDown_undoesEverythingBackwards() throws InterruptedException {
    cloud.fail("PUT /names", OFTEN);
    FlowTrialResult record = trial().run();

    assertThat(record)
        .hasState(FlowState.REVERTED)
        .hasStarted("register_name", 3)
        .hasFailure("register_name", "PUT /names/web-1: 503")
        .hasReverted(
            "register_name",
            "register_name",
            "register_name",
            "await_boot",
            "boot",
            "allocate_address");
    assertThat(cloud.inventory().isEmpty()).isTrue();
  }

  @Test
  void flow_whenTheImageIsBroken_doesNotTryAgain() throws InterruptedException {
    assertThat(FlowTrial.of(() -> flow("broken", false)).run())
        .hasState(FlowState.REVERTED)
        .hasSteps(
            "boot", AtomState.RUNNING, AtomState.SUCCESS, AtomState.REVERTING, AtomState.REVERTED)
        .hasFailure("await_boot", "server 'web-1' is ERROR");
    assertThat(cloud.inventory().isEmpty()).isTrue();
  }

  @Test
  void flow_whenApproved_continues() throws InterruptedException {
    assertThat(approval("{\"approved\": true}").run())
        .hasState(FlowState.SUCCESS)
        .hasExecuted("allocate_address", "boot", "await_boot", "approve", "register_name");
  }

  @Test
  void flow_whenRefused_undoesEverything() throws InterruptedException {
    assertThat(approval("{\"approved\": false, \"reason\": \"too dear\"}").run())
        .hasState(FlowState.REVERTED)
        .hasFailure("approve", "not approved: too dear");
    assertThat(cloud.inventory().isEmpty()).isTrue();
  }

  private static FlowTrial approval(String payload) {
    return FlowTrial.of(() -> flow("debian", true)).signal(CreateServer.APPROVAL, json(payload));
  }

  private static JsonNode json(String text) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
