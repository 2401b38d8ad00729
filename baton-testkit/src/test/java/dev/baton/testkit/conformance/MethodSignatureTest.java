// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.testkit.conformance.InputDeclaration.Inputs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodSignatureTest {

  private static final JsonNode NONE = CaseJson.object();
  private static final MethodSignature TWO_AND_ONE =
      new MethodSignature(List.of("x", "y"), List.of("z"), false);

  @Test
  void bind_withoutMore_takesTheParameters() {
    Inputs inputs = TWO_AND_ONE.bind("m", List.of(), NONE, true);
    assertThat(inputs.required()).isEqualTo(Map.of("x", "x", "y", "y"));
    assertThat(inputs.optional()).isEqualTo(Map.of("z", "z"));
  }

  @Test
  void bind_toAMap_replacesSymbols() {
    Inputs inputs = TWO_AND_ONE.bind("m", List.of(), CaseJson.parse("{\"x\": \"q\"}"), true);
    assertThat(inputs.required()).isEqualTo(Map.of("x", "q", "y", "y"));
    assertThat(inputs.rebound()).isEqualTo(Map.of("x", "q"));
  }

  @Test
  void bind_ofAnOptionalParameter_makesItRequired() {
    Inputs inputs = TWO_AND_ONE.bind("m", List.of(), CaseJson.parse("{\"z\": \"q\"}"), true);
    assertThat(inputs.required()).containsEntry("z", "q");
    assertThat(inputs.optional()).isEmpty();
  }

  @Test
  void bind_toAShortList_leavesTheRest() {
    Inputs inputs = TWO_AND_ONE.bind("m", List.of(), CaseJson.parse("[\"q\"]"), true);
    assertThat(inputs.required()).isEqualTo(Map.of("x", "q", "y", "y"));
  }

  @Test
  void bind_toALongList_keepsWhatIsTooMuch() {
    MethodSignature open = new MethodSignature(List.of("x"), List.of(), true);
    Inputs inputs = open.bind("m", List.of(), CaseJson.parse("[\"q\", \"r\"]"), true);
    assertThat(inputs.required()).isEqualTo(Map.of("x", "q", "r", "r"));
  }

  @Test
  void bind_ofWhatCannotBeAccepted_isRefused() {
    assertThatThrownBy(() -> TWO_AND_ONE.bind("m", List.of("w"), NONE, true))
        .isInstanceOf(ReferenceOnlyException.class)
        .hasMessageContaining("'w'");
  }

  @Test
  void bind_withoutInference_needsEachParameterNamed() {
    assertThat(TWO_AND_ONE.bind("m", List.of("x", "y"), NONE, false).all().keySet())
        .containsExactly("x", "y");
    assertThatThrownBy(() -> TWO_AND_ONE.bind("m", List.of("x"), NONE, false))
        .isInstanceOf(ReferenceOnlyException.class)
        .hasMessageContaining("'y'");
  }

  @Test
  void revert_thatTakesAnything_getsWhatTheAuthorNamedOnly() {
    InputDeclaration task =
        InputDeclaration.ofTask(
            CaseJson.parse(
                "{\"name\": \"t\", \"args\": [\"x\", \"y\"], \"requires\": [\"y\"],"
                    + " \"rebind\": {\"x\": \"q\"}}"));
    assertThat(task.revert().all()).isEqualTo(Map.of("y", "y", "x", "q"));
  }

  @Test
  void revert_withExactParameters_cannotTakeWhatIsReboundForExecute() {
    JsonNode json =
        CaseJson.parse(
            "{\"name\": \"t\", \"args\": [\"x\"], \"rebind\": {\"x\": \"q\"},"
                + " \"revert_args\": [], \"revert_accepts_extra\": false}");
    assertThatThrownBy(() -> InputDeclaration.ofTask(json))
        .isInstanceOf(ReferenceOnlyException.class)
        .hasMessageContaining("t.revert");
  }
}
