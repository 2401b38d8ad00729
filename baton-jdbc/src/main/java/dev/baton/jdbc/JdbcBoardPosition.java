// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.*;

import dev.baton.board.ClaimCandidate;
import dev.baton.board.ExternalBoardStore;
import dev.baton.job.Job;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The place of a job on the board while no executor holds it.
 *
 * @param phase the value of the column {@code phase} (see {@link StatusTable}): may be claimed,
 *     waits, claimed, or posted on an external board; null if the job is not on the board
 * @param due when a job in phase WAITING is due, in milliseconds since 1970; otherwise 0
 */
record JdbcBoardPosition(@Nullable Integer phase, long due) {

  private static final JdbcBoardPosition NONE = new JdbcBoardPosition(null, 0);

  /**
   * Returns the place of a job that no executor of Baton has claimed. If the job is RUNNING, a
   * program that uses the REST API runs it, so the job has no place on the board.
   */
  static JdbcBoardPosition of(Job job, long now) {
    ClaimCandidate candidate =
        new ClaimCandidate(job, ClaimCandidate.Holder.CLIENT, Instant.ofEpochMilli(now));
    return switch (ExternalBoardStore.BoardState.of(candidate)) {
      case WAITING -> new JdbcBoardPosition(READY, 0);
      case NOT_DUE ->
          new JdbcBoardPosition(
              WAITING, Objects.requireNonNull(job.spec().notBefore()).toEpochMilli());
      case CLAIMED, FOREIGN_RUN, OFF_BOARD -> NONE;
    };
  }

  /**
   * Returns the job for a check of the gates, as a job that nobody holds. It may be RUNNING: then
   * its last executor is dead or has abandoned it.
   */
  static ClaimCandidate unclaimed(Job job, long now) {
    return new ClaimCandidate(job, ClaimCandidate.Holder.NOBODY, Instant.ofEpochMilli(now));
  }

  boolean isWaiting() {
    return phase != null && phase == WAITING;
  }

  boolean isReady() {
    return phase != null && phase == READY;
  }

  void putInto(Map<Field<?>, @Nullable Object> values) {
    values.put(PHASE, phase);
    values.put(DUE, isWaiting() ? due : null);
  }
}
