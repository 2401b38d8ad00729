// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.election.Election;
import dev.baton.logbook.LogbookStore;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an external board that a driver provides.
 *
 * @param window the number of waiting jobs that are kept on the board
 * @param flows stores the progress of flows on the board; null if the job store stores it
 * @param onClose ends the election and closes what the driver opened; called after the queue has
 *     stopped
 */
public record ExternalBoard(
    EntryQueue queue,
    int window,
    Election election,
    @Nullable BoardLogbookStore flows,
    Runnable onClose) {

  /**
   * A logbook store on the board. A deletion of a job in the job store cannot delete the job's flow
   * in the same transaction, so a flow may remain without its job.
   */
  public interface BoardLogbookStore extends LogbookStore {

    /** Removes the flows whose jobs do not exist any more, and returns their number. */
    long removeOrphans();
  }
}
