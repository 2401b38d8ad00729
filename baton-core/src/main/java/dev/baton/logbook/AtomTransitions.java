// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import static dev.baton.logbook.AtomState.FAILURE;
import static dev.baton.logbook.AtomState.IGNORE;
import static dev.baton.logbook.AtomState.PENDING;
import static dev.baton.logbook.AtomState.RETRYING;
import static dev.baton.logbook.AtomState.REVERTED;
import static dev.baton.logbook.AtomState.REVERTING;
import static dev.baton.logbook.AtomState.REVERT_FAILURE;
import static dev.baton.logbook.AtomState.RUNNING;
import static dev.baton.logbook.AtomState.SUCCESS;

import dev.baton.error.ConflictException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of the allowed changes of an atom's state. */
public final class AtomTransitions {

  /**
   * An allowed change of state.
   *
   * @param retryOnly whether only retry controllers, and never tasks, make the change
   * @param why when the change happens, for {@code docs/states.md}
   */
  public record AllowedTransition(AtomState from, AtomState to, boolean retryOnly, String why) {}

  private static final List<AllowedTransition> TABLE =
      List.of(
          new AllowedTransition(PENDING, RUNNING, false, "its predecessors are done; it starts"),
          new AllowedTransition(PENDING, IGNORE, false, "a decider voted against it"),
          new AllowedTransition(RUNNING, SUCCESS, false, "execute returned"),
          new AllowedTransition(
              RUNNING, FAILURE, false, "execute threw, timed out, or lacked an input"),
          new AllowedTransition(
              SUCCESS, REVERTING, false, "its successors are reverted; its revert starts"),
          new AllowedTransition(
              FAILURE, REVERTING, false, "its successors are reverted; its revert starts"),
          new AllowedTransition(REVERTING, REVERTED, false, "revert returned"),
          new AllowedTransition(REVERTING, REVERT_FAILURE, false, "revert threw an exception"),
          new AllowedTransition(
              REVERT_FAILURE, REVERTING, false, "a client or a job repeats the revert"),
          new AllowedTransition(REVERTED, PENDING, false, "its flow is run again"),
          new AllowedTransition(IGNORE, PENDING, false, "its flow is run again"),
          new AllowedTransition(
              SUCCESS, RETRYING, true, "its successors are reverted, and it decides to retry"),
          new AllowedTransition(RETRYING, RUNNING, true, "its successors are reset"));

  private AtomTransitions() {}

  /** Returns the whole table. In addition, a reset sets an atom in any state to PENDING. */
  public static List<AllowedTransition> all() {
    return TABLE;
  }

  /**
   * Checks that a change of state is allowed for atoms of the kind.
   *
   * @throws ConflictException if the change is not allowed
   */
  public static void check(String atom, AtomKind kind, AtomState from, AtomState to) {
    if (!allows(kind, from, to)) {
      throw new ConflictException(
          "atom '"
              + atom
              + "' cannot go from "
              + from
              + " to "
              + to
              + " (allowed: "
              + allowedFrom(kind, from)
              + ")");
    }
  }

  /** Searches the table without objects, because each atom of a flow is checked several times. */
  private static boolean allows(AtomKind kind, AtomState from, AtomState to) {
    for (AllowedTransition row : TABLE) {
      if (row.from() == from && row.to() == to) {
        return kind == AtomKind.RETRY || !row.retryOnly();
      }
    }
    return false;
  }

  private static Set<AtomState> allowedFrom(AtomKind kind, AtomState from) {
    return TABLE.stream()
        .filter(row -> row.from() == from && (kind == AtomKind.RETRY || !row.retryOnly()))
        .map(AllowedTransition::to)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(AtomState.class)));
  }
}
