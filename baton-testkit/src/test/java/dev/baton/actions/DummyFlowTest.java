// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.error.InvalidInputException;
import dev.baton.flow.FlowNode;
import dev.baton.logbook.FlowState;
import dev.baton.plugin.ActionParameters;
import dev.baton.service.Clock;
import dev.baton.testkit.flow.CrashEveryWrite;
import dev.baton.testkit.flow.FlowTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DummyFlowTest {

  private static FlowNode flow(int steps, int failAt) {
    return new DummyFlow(Clock.system()).flow(new DummyFlow.Options(steps, 0, failAt));
  }

  @Test
  void flow_doesItsSteps() throws InterruptedException {
    assertThat(FlowTrial.of(() -> flow(3, 0)).run())
        .hasState(FlowState.SUCCESS)
        .hasExecuted("step_1", "step_2", "step_3")
        .hasReverted();
  }

  @Test
  void flow_thatIsToFail_undoesWhatItDid() throws InterruptedException {
    assertThat(FlowTrial.of(() -> flow(4, 3)).run())
        .hasState(FlowState.REVERTED)
        .hasExecuted("step_1", "step_2")
        .hasFailure("step_3", "failAt")
        .hasReverted("step_3", "step_2", "step_1");
  }

  /**
   * Uses only flows that fail: a step provides a token that differs after each crash, so the end
   * states of successful flows would differ.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void flow_whenTheProcessDiesAtAnyWrite_comesToTheSameEnd(int failAt) throws InterruptedException {
    int crashes = CrashEveryWrite.of(() -> flow(4, failAt)).verify();
    assertThat(crashes).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"steps\": 0}",
        "{\"steps\": 1001}",
        "{\"seconds\": -1}",
        "{\"seconds\": 1e9}",
        "{\"steps\": 3, \"failAt\": 4}",
        "{\"failAt\": -1}"
      })
  void parameters_thatCannotBe_areRefused(String payload) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ActionParameters.of(DummyFlow.Options.class).parse(payload));
  }
}
