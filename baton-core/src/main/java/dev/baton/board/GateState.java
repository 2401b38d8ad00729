// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job can pass a gate, as {@code why} shows it.
 *
 * @param gate the name of the gate
 * @param open whether the job can pass
 * @param checked whether the gate was checked; false if no executor passes an earlier gate, so that
 *     this gate says nothing about the job. Such a gate is not open
 * @param detail the explanation, in one line
 * @param since when the gate closed; null if that is not known
 */
public record GateState(
    String gate, boolean open, boolean checked, String detail, @Nullable Instant since) {

  /** Returns a gate that the job can pass now. */
  public static GateState open(String gate, String detail) {
    return new GateState(gate, true, true, detail, null);
  }

  /** Returns a gate that stops the job, and since when. */
  public static GateState closed(String gate, String detail, Instant since) {
    return new GateState(gate, false, true, detail, since);
  }

  /**
   * Returns a gate that was not checked, because the job cannot pass an earlier gate.
   *
   * @param need the properties of an executor that this gate requires; empty if it requires none
   */
  static GateState unchecked(String gate, String need, GateState earlier) {
    String detail =
        (need.isEmpty() ? "" : "needs " + need + "; ")
            + "not checked while the gate '"
            + earlier.gate()
            + "' is closed";
    return new GateState(gate, false, false, detail, null);
  }
}
