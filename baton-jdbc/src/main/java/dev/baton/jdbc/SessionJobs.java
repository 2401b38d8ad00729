// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.board.BoardSession;
import dev.baton.job.JobId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Reads from the database the jobs that a board session holds. */
final class SessionJobs {

  private SessionJobs() {}

  /**
   * The jobs of a session that were ended by others.
   *
   * @param jobs the ended jobs
   * @param held the number of jobs that the session holds, including the ended jobs
   */
  record Ended(List<JobId> jobs, long held) {}

  /** Uses one statement, because it runs at every renewal. */
  static Ended ended(DSLContext sql, long sessionId) {
    List<JobId> jobs = new ArrayList<>();
    long held = 0;
    var counted =
        DSL.select(DSL.castNull(ID), DSL.count().cast(SQLDataType.BIGINT))
            .from(JOB)
            .where(HOLDER.eq(sessionId));
    var ended =
        DSL.select(ID, DSL.castNull(SQLDataType.BIGINT))
            .from(JOB)
            .where(HOLDER.eq(sessionId))
            .and(PHASE.isNull());
    for (var row : sql.fetch(counted.unionAll(ended))) {
      if (row.value1() == null) {
        held = row.value2();
      } else {
        jobs.add(new JobId(row.value1()));
      }
    }
    return new Ended(jobs, held);
  }

  /** Returns the jobs that the session has claimed and may run. */
  static List<BoardSession.ClaimRef> claimed(DSLContext sql, long sessionId) {
    return sql.select(ID, TOKEN)
        .from(JOB)
        .where(HOLDER.eq(sessionId))
        .and(PHASE.eq(CLAIMED))
        .fetch(row -> new BoardSession.ClaimRef(new JobId(row.value1()), row.value2()));
  }

  static Set<JobId> all(DSLContext sql, long sessionId) {
    return new HashSet<>(
        sql.select(ID).from(JOB).where(HOLDER.eq(sessionId)).fetch(row -> new JobId(row.value1())));
  }
}
