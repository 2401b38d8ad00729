// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.assertion;

import dev.baton.flow.Failure;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.FlowTransition;
import dev.baton.testkit.flow.FlowTrialResult;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Assertions on the result of a flow trial. */
public final class FlowAssert extends AbstractAssert<FlowAssert, FlowTrialResult> {

  FlowAssert(FlowTrialResult record) {
    super(record, FlowAssert.class);
  }

  public FlowAssert hasState(FlowState state) {
    return same("state of the flow", record().logbook().flow().state(), state);
  }

  public FlowAssert hasState(String atom, AtomState state) {
    return same("state of " + atom, atom(atom).state(), state);
  }

  /**
   * Asserts that exactly these tasks succeeded, in this order. A task that succeeded twice is
   * listed twice.
   */
  public FlowAssert hasExecuted(String... tasks) {
    return same("tasks that succeeded", reached(AtomState.SUCCESS), List.of(tasks));
  }

  /** Asserts that exactly these tasks were reverted, in this order. */
  public FlowAssert hasReverted(String... tasks) {
    return same("tasks that were reverted", reached(AtomState.REVERTED), List.of(tasks));
  }

  /**
   * Asserts that an atom took exactly these states in this order. The initial state is not listed.
   */
  public FlowAssert hasSteps(String atom, AtomState... states) {
    List<String> taken =
        record().steps().stream()
            .filter(step -> step.kind() != FlowTransition.Kind.FLOW && step.name().equals(atom))
            .map(FlowTransition::to)
            .toList();
    return same("steps of " + atom, taken, List.of(states).stream().map(Enum::name).toList());
  }

  /** Asserts how often the execute of an atom was started, over all attempts. */
  public FlowAssert hasStarted(String atom, int times) {
    return same("starts of " + atom, atom(atom).starts(), times);
  }

  /** Asserts that the type or the message of the last failure of an atom contains a text. */
  public FlowAssert hasFailure(String atom, String text) {
    Failure failure = atom(atom).outcome().failure();
    Assertions.assertThat(failure).as("failure of %s", atom).isNotNull();
    Assertions.assertThat(String.valueOf(failure)).as("failure of %s", atom).contains(text);
    return this;
  }

  private List<String> reached(AtomState state) {
    return record().steps().stream()
        .filter(step -> step.kind() == FlowTransition.Kind.TASK && step.to().equals(state.name()))
        .map(FlowTransition::name)
        .toList();
  }

  private AtomDetail atom(String name) {
    AtomDetail atom = record().logbook().atoms().get(name);
    Assertions.assertThat(atom)
        .as("atom '%s' among %s", name, record().logbook().atoms().keySet())
        .isNotNull();
    return Objects.requireNonNull(atom);
  }

  private FlowTrialResult record() {
    return Objects.requireNonNull(actual, "record is null");
  }

  private FlowAssert same(String what, @Nullable Object found, @Nullable Object expected) {
    Assertions.assertThat(found).as(what).isEqualTo(expected);
    return this;
  }
}
