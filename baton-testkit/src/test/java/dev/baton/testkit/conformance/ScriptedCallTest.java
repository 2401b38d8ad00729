// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScriptedCallTest {

  private final ObjectNode arguments = CaseJson.object().put("x", 2).put("y", 3).put("s", "text");
  private final List<Double> progress = new ArrayList<>();
  private final AtomicInteger suspensions = new AtomicInteger();
  private final ScriptedCall scriptedCall =
      new ScriptedCall(arguments, 7, progress::add, suspensions::incrementAndGet);

  private String play(String outcome) {
    return CaseJson.text(
        scriptedCall.perform(ScriptedOutcome.of(CaseJson.parse(outcome.replace('\'', '"')))));
  }

  @Test
  void run_ofEachOutcome_hasItsEffect() {
    assertThat(play("{'return': [1, null]}")).isEqualTo("[1,null]");
    assertThat(play("{'return_arg': 's'}")).isEqualTo("\"text\"");
    assertThat(play("{'return_args': true}")).isEqualTo(CaseJson.text(arguments));
    assertThat(play("{'sum': ['x', 'y'], 'plus': 10}")).isEqualTo("15");
    assertThat(play("{'attempt': true}")).isEqualTo("7");
    assertThat(play("{}")).isEqualTo("null");
  }

  @Test
  void carryOut_ofACondition_choosesByTheArgument() {
    String condition =
        "{'if': {'arg': 'x', 'equals': %d}, 'then': {'return': 1}, 'else': {'return': 0}}";
    assertThat(play(condition.formatted(2))).isEqualTo("1");
    assertThat(play(condition.formatted(3))).isEqualTo("0");
  }

  @Test
  void execute_ofProgressAndSuspend_doesBothAndContinues() {
    assertThat(play("{'progress': [0.5, 0.75], 'then': {'suspend': true, 'then': {'return': 1}}}"))
        .isEqualTo("1");
    assertThat(progress).containsExactly(0.5, 0.75);
    assertThat(suspensions).hasValue(1);
  }

  @Test
  void carryOut_ofFailures_throwsThem() {
    assertThatThrownBy(() ->
            play("{'raise': {'type': 'ErrorC', 'message': 'm', 'cause': {'type': 'ErrorB'}}}"))
        .isInstanceOf(ScriptedError.ErrorA.class)
        .hasMessage("m")
        .hasCauseInstanceOf(ScriptedError.ErrorB.class);
    assertThatThrownBy(() -> play("{'return_arg': 'q'}"))
        .isInstanceOf(ScriptedError.KeyError.class);
    assertThatThrownBy(() -> play("{'sum': '*'}")).isInstanceOf(ScriptedError.TypeError.class);
  }

  @Test
  void outcome_ofALaterCall_isTheLastOne() {
    List<ScriptedOutcome> script =
        ScriptedOutcome.script(CaseJson.parse("[{\"return\": 1}, {\"return\": 2}]"));
    assertThat(CallCounts.outcome(script, 1)).isEqualTo(script.get(0));
    assertThat(CallCounts.outcome(script, 5)).isEqualTo(script.get(1));
  }
}
