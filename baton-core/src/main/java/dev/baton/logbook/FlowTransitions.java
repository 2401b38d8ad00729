// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import static dev.baton.logbook.FlowState.FAILURE;
import static dev.baton.logbook.FlowState.PENDING;
import static dev.baton.logbook.FlowState.RESUMING;
import static dev.baton.logbook.FlowState.REVERTED;
import static dev.baton.logbook.FlowState.RUNNING;
import static dev.baton.logbook.FlowState.SUCCESS;
import static dev.baton.logbook.FlowState.SUSPENDED;
import static dev.baton.logbook.FlowState.SUSPENDING;

import dev.baton.error.ConflictException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of the allowed changes of a flow's state. */
public final class FlowTransitions {

  /**
   * An allowed change of state.
   *
   * @param why when the change happens, for {@code docs/states.md}
   */
  public record AllowedTransition(FlowState from, FlowState to, String why) {}

  private static final List<AllowedTransition> TABLE =
      List.of(
          new AllowedTransition(PENDING, RUNNING, "a run starts it"),
          new AllowedTransition(RUNNING, SUCCESS, "every atom succeeded or was ignored"),
          new AllowedTransition(RUNNING, FAILURE, "a revert failed, or failures are not resolved"),
          new AllowedTransition(RUNNING, REVERTED, "all atoms that had to be reverted are"),
          new AllowedTransition(RUNNING, SUSPENDING, "a suspend is requested, or atoms wait"),
          new AllowedTransition(RUNNING, RESUMING, "its process died, and a new run reads it"),
          new AllowedTransition(SUSPENDING, RESUMING, "its process died, and a new run reads it"),
          new AllowedTransition(RESUMING, SUSPENDED, "its stored atoms are read"),
          new AllowedTransition(SUSPENDED, RUNNING, "a new run continues it"),
          new AllowedTransition(
              SUSPENDING, SUSPENDED, "the running atoms have ended, and others remain"),
          new AllowedTransition(SUSPENDING, SUCCESS, "no atom remained"),
          new AllowedTransition(SUSPENDING, FAILURE, "no remaining atom could run"),
          new AllowedTransition(SUSPENDING, REVERTED, "no atom remained to revert"),
          new AllowedTransition(SUCCESS, RUNNING, "it is run again, because atoms are new"),
          new AllowedTransition(FAILURE, RUNNING, "it is run again, or its reverts are repeated"),
          new AllowedTransition(SUCCESS, PENDING, "it is reset"),
          new AllowedTransition(REVERTED, PENDING, "it is reset before it is run again"));

  private static final Set<FlowState> QUIET_FROM =
      EnumSet.of(PENDING, FAILURE, SUCCESS, SUSPENDED, REVERTED);
  private static final Set<FlowState> QUIET_TO = EnumSet.of(SUSPENDING, SUSPENDED, RESUMING);

  private FlowTransitions() {}

  /** Returns the whole table. */
  public static List<AllowedTransition> all() {
    return TABLE;
  }

  /**
   * Returns whether the flow changes its state. The state does not change if both states are equal,
   * or if a flow that is not running is to be suspended or resumed.
   *
   * @throws ConflictException if the change is neither allowed nor silently ignored
   */
  public static boolean check(String flow, FlowState from, FlowState to) {
    if (from == to) {
      return false;
    }
    if (TABLE.stream().anyMatch(row -> row.from() == from && row.to() == to)) {
      return true;
    }
    if (QUIET_FROM.contains(from) && QUIET_TO.contains(to)) {
      return false;
    }
    throw new ConflictException(
        "flow '"
            + flow
            + "' cannot go from "
            + from
            + " to "
            + to
            + " (allowed: "
            + allowedFrom(from)
            + ")");
  }

  private static Set<FlowState> allowedFrom(FlowState from) {
    return TABLE.stream()
        .filter(allowedTransition -> allowedTransition.from() == from)
        .map(AllowedTransition::to)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(FlowState.class)));
  }
}
