// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.ledger;

import java.util.Optional;

/**
 * One line of a ledger: an event in the execution of a job or of an atom of a flow.
 *
 * @param nanos the monotonic clock of the machine; comparable between processes of one Linux host
 * @param wallMillis the wall clock that the process sees, in milliseconds since 1970
 * @param process the process id
 * @param job the id of the job, such as {@code job/<uuid>}
 * @param attempt the attempt of the job or of the atom
 * @param token the fencing token of the claim
 * @param execution a random name for this call of the action; for atoms, the idempotency key
 * @param atom the name of the atom; {@code -} for a plain action
 */
public record LedgerEntry(
    Kind kind,
    long nanos,
    long wallMillis,
    long process,
    String job,
    int attempt,
    long token,
    String execution,
    String atom) {

  /** The atom name for plain actions. */
  public static final String NO_ATOM = "-";

  private static final int FIELDS = 9;

  /** The kind of event. */
  public enum Kind {
    /** An action, or the execute of an atom, was called. */
    BEGIN,
    /** The call had an effect. */
    STEP,
    /** The call returned. */
    END,
    /** The call failed because the load requested it. */
    FAIL,
    /** The call was interrupted, lost its claim, or handed over. */
    CUT,
    /** The revert of an atom was called. */
    REVERT,
    /** The revert returned. */
    REVERTED;

    /** Whether this is the last event of the call. */
    public boolean isLast() {
      return this == END || this == FAIL || this == CUT || this == REVERTED;
    }
  }

  /** The line without its line end. */
  public String line() {
    return String.join(
        " ",
        kind.name(),
        Long.toString(nanos),
        Long.toString(wallMillis),
        Long.toString(process),
        job,
        Integer.toString(attempt),
        Long.toString(token),
        execution,
        atom);
  }

  /**
   * Parses a line; empty if the line is incomplete, as the last line of a killed process may be.
   */
  public static Optional<LedgerEntry> parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LedgerEntry(
              Kind.valueOf(fields[0]),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              fields[4],
              Integer.parseInt(fields[5]),
              Long.parseLong(fields[6]),
              fields[7],
              fields[8]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
