// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.ledger;

import java.util.Optional;

/**
 * One line of a ledger: an execution of a job, or of an atom of a flow, did something.
 *
 * @param nanos the monotonic clock of the machine; comparable between processes of one Linux host
 * @param wallMillis the wall clock that the process sees, in milliseconds since 1970
 * @param process id of the process
 * @param job id of the job, such as {@code job/<uuid>}
 * @param attempt the attempt of the job, or of the atom
 * @param token fencing token of the claim
 * @param execution random name of this call of the action; of atoms, the idempotency key
 * @param atom name of the atom, {@code -} for a plain action
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

  /** The atom of plain actions. */
  public static final String NO_ATOM = "-";

  private static final int FIELDS = 9;

  /** What was done. */
  public enum Kind {
    /** An action, or the execute of an atom, was called. */
    BEGIN,
    /** It had an effect. */
    STEP,
    /** It returned. */
    END,
    /** It failed by itself, as the load asked it to. */
    FAIL,
    /** It was interrupted, lost its claim, or handed over. */
    CUT,
    /** The revert of an atom was called. */
    REVERT,
    /** The revert returned. */
    REVERTED;

    /** Whether nothing of the same call follows. */
    public boolean isLast() {
      return this == END || this == FAIL || this == CUT || this == REVERTED;
    }
  }

  /** The line without its end. */
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

  /** Reads a line; empty if it is torn, as the last one of a killed process may be. */
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
