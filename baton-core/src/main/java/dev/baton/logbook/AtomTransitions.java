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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The one table of what may follow what in the life of an atom. */
public final class AtomTransitions {

  /**
   * One allowed step.
   *
   * @param retryOnly whether tasks never take it
   * @param why when it happens, as {@code docs/states.md} tells it
   */
  public record AllowedTransition(AtomState from, AtomState to, boolean retryOnly, String why) {}

  private static final List<AllowedTransition> TABLE =
      List.of(
          new AllowedTransition(PENDING, RUNNING, false, "everything before it is done; it starts"),
          new AllowedTransition(PENDING, IGNORE, false, "a decider said no"),
          new AllowedTransition(RUNNING, SUCCESS, false, "execute returned"),
          new AllowedTransition(
              RUNNING, FAILURE, false, "execute threw, took too long, or lacked an input"),
          new AllowedTransition(
              SUCCESS, REVERTING, false, "everything behind it is reverted; its revert starts"),
          new AllowedTransition(
              FAILURE, REVERTING, false, "everything behind it is reverted; its revert starts"),
          new AllowedTransition(REVERTING, REVERTED, false, "revert returned"),
          new AllowedTransition(REVERTING, REVERT_FAILURE, false, "revert threw"),
          new AllowedTransition(
              REVERT_FAILURE, REVERTING, false, "somebody has the revert tried again"),
          new AllowedTransition(REVERTED, PENDING, false, "its flow is run again"),
          new AllowedTransition(IGNORE, PENDING, false, "its flow is run again"),
          new AllowedTransition(
              SUCCESS, RETRYING, true, "everything behind it is reverted; it tries again"),
          new AllowedTransition(RETRYING, RUNNING, true, "everything behind it is reset"));

  private static final Map<AtomState, Set<AtomState>> ALLOWED =
      TABLE.stream()
          .collect(
              Collectors.groupingBy(
                  AllowedTransition::from,
                  Collectors.mapping(
                      AllowedTransition::to,
                      Collectors.toCollection(() -> EnumSet.noneOf(AtomState.class)))));

  private AtomTransitions() {}

  /** The whole table. A reset leads from any state to PENDING besides. */
  public static List<AllowedTransition> all() {
    return TABLE;
  }

  /** Whether an atom may go from one state to another. */
  public static boolean allows(AtomState from, AtomState to) {
    return ALLOWED.getOrDefault(from, Set.of()).contains(to);
  }

  /**
   * Does nothing when the step is allowed.
   *
   * @throws ConflictException if it is not
   */
  public static void check(String atom, AtomState from, AtomState to) {
    if (!allows(from, to)) {
      throw new ConflictException(
          "atom '"
              + atom
              + "' cannot go from "
              + from
              + " to "
              + to
              + " (allowed: "
              + ALLOWED.getOrDefault(from, Set.of())
              + ")");
    }
  }
}
