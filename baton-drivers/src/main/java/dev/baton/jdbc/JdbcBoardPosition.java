// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The place of a job on the board while no executor holds it.
 *
 * @param phase the value of the column {@code phase} (see {@link JobTable}): may be claimed, waits,
 *     claimed, or posted on an external board; null if the job is not on the board
 * @param due when a job in phase WAITING is due, in milliseconds since 1970; otherwise 0
 */
record JdbcBoardPosition(@Nullable Integer phase, long due) {

  private static final JdbcBoardPosition NONE = new JdbcBoardPosition(null, 0);

  /** Returns the place of a job that is not claimed. */
  static JdbcBoardPosition of(Job job, long now) {
    if (job.state() != JobState.QUEUED || job.spec().mode() == ExecutionMode.PULL) {
      return NONE;
    }
    long due = job.spec().notBefore() == null ? 0 : job.spec().notBefore().toEpochMilli();
    return due > now ? new JdbcBoardPosition(WAITING, due) : new JdbcBoardPosition(READY, 0);
  }

  boolean isWaiting() {
    return phase != null && phase == WAITING;
  }

  boolean isReady() {
    return phase != null && phase == READY;
  }

  void putInto(Map<Field<?>, @Nullable Object> values) {
    values.put(PHASE, phase);
    values.put(DUE, due);
  }
}
