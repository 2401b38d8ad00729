// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.ConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the tables of the allowed changes of flows and atoms. They are repeated here on purpose,
 * because a test must not read the table that it checks.
 */
final class FlowStatesTest {

  private static final Set<String> ATOM_STEPS =
      Set.of(
          "PENDING RUNNING",
          "PENDING IGNORE",
          "RUNNING SUCCESS",
          "RUNNING FAILURE",
          "SUCCESS REVERTING",
          "FAILURE REVERTING",
          "REVERTING REVERTED",
          "REVERTING REVERT_FAILURE",
          "REVERT_FAILURE REVERTING",
          "REVERTED PENDING",
          "IGNORE PENDING");

  private static final Set<String> RETRY_STEPS = Set.of("SUCCESS RETRYING", "RETRYING RUNNING");

  private static final Set<String> FLOW_STEPS =
      Set.of(
          "PENDING RUNNING",
          "RUNNING SUCCESS",
          "RUNNING FAILURE",
          "RUNNING REVERTED",
          "RUNNING SUSPENDING",
          "RUNNING RESUMING",
          "SUSPENDING RESUMING",
          "RESUMING SUSPENDED",
          "SUSPENDED RUNNING",
          "SUSPENDING SUSPENDED",
          "SUSPENDING SUCCESS",
          "SUSPENDING FAILURE",
          "SUSPENDING REVERTED",
          "SUCCESS RUNNING",
          "FAILURE RUNNING",
          "SUCCESS PENDING",
          "REVERTED PENDING");

  private static final Set<FlowState> AT_REST =
      Set.of(
          FlowState.PENDING,
          FlowState.FAILURE,
          FlowState.SUCCESS,
          FlowState.SUSPENDED,
          FlowState.REVERTED);

  private static final Set<FlowState> PAUSES =
      Set.of(FlowState.SUSPENDING, FlowState.SUSPENDED, FlowState.RESUMING);

  record AtomPair(AtomKind kind, AtomState from, AtomState to) {}

  record FlowPair(FlowState from, FlowState to) {}

  static Stream<AtomPair> atomPairs() {
    return Arrays.stream(AtomKind.values())
        .flatMap(kind ->
            Arrays.stream(AtomState.values())
                .flatMap(from ->
                    Arrays.stream(AtomState.values()).map(to -> new AtomPair(kind, from, to))));
  }

  static Stream<FlowPair> flowPairs() {
    return Arrays.stream(FlowState.values())
        .flatMap(from -> Arrays.stream(FlowState.values()).map(to -> new FlowPair(from, to)));
  }

  @ParameterizedTest
  @MethodSource("atomPairs")
  void atom_everyPair_isAllowedOrRefusedAsListed(AtomPair pair) {
    String step = pair.from + " " + pair.to;
    if (ATOM_STEPS.contains(step) || (pair.kind == AtomKind.RETRY && RETRY_STEPS.contains(step))) {
      AtomTransitions.check("a", pair.kind, pair.from, pair.to);
    } else {
      assertThatThrownBy(() -> AtomTransitions.check("a", pair.kind, pair.from, pair.to))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("'a'");
    }
  }

  @ParameterizedTest
  @MethodSource("flowPairs")
  void flow_everyPair_isTakenLeftOutOrRefusedAsListed(FlowPair pair) {
    if (FLOW_STEPS.contains(pair.from + " " + pair.to)) {
      assertThat(FlowTransitions.check("f", pair.from, pair.to)).isTrue();
    } else if (pair.from == pair.to || (AT_REST.contains(pair.from) && PAUSES.contains(pair.to))) {
      assertThat(FlowTransitions.check("f", pair.from, pair.to)).isFalse();
    } else {
      assertThatThrownBy(() -> FlowTransitions.check("f", pair.from, pair.to))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("'f'");
    }
  }

  @Test
  void statesPage_showsBothTables() throws IOException {
    Stream<String> flow =
        FlowTransitions.all().stream().map(step -> row(step.from(), step.to(), step.why()));
    Stream<String> atom =
        AtomTransitions.all().stream()
            .map(step ->
                row(step.from(), step.to(), (step.retryOnly() ? "retries: " : "") + step.why()));
    assertThat(Files.readString(Path.of("../docs/states.md")) + "\n")
        .contains(table(flow), table(atom));
  }

  private static String row(Enum<?> from, Enum<?> to, String why) {
    return "| " + from + " | " + to + " | " + why + " |";
  }

  /** A whole table: the lines before and after it are empty. */
  private static String table(Stream<String> rows) {
    return rows.collect(
        Collectors.joining("\n", "\n\n| from | to | when |\n|---|---|---|\n", "\n\n"));
  }
}
