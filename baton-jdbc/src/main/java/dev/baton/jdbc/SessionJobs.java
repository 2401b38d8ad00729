// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.CLAIMED;
import static dev.baton.jdbc.StatusTable.HOLDER;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.PHASE;
import static dev.baton.jdbc.StatusTable.TOKEN;
import static dev.baton.jdbc.Tables.ENDED_CLAIM;

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
            .from(ACTIVE)
            .where(HOLDER.eq(sessionId));
    var ended =
        DSL.select(ID, DSL.castNull(SQLDataType.BIGINT))
            .from(ENDED_CLAIM)
            .join(JOB)
            .on(SEQ.eq(JOB_SEQ))
            .where(HOLDER.eq(sessionId));
    for (var row : sql.fetch(counted.unionAll(ended))) {
      if (row.value1() == null) {
        held += row.value2();
      } else {
        held++;
        jobs.add(new JobId(row.value1()));
      }
    }
    return new Ended(jobs, held);
  }

  /** Returns the jobs that the session has claimed and may run. */
  static List<BoardSession.ClaimRef> claimed(DSLContext sql, long sessionId) {
    return sql.select(ID, TOKEN)
        .from(ACTIVE)
        .join(JOB)
        .on(SEQ.eq(JOB_SEQ))
        .where(HOLDER.eq(sessionId))
        .and(PHASE.eq(CLAIMED))
        .fetch(row -> new BoardSession.ClaimRef(new JobId(row.value1()), row.value2()));
  }

  /** Returns the jobs that the session has claimed, including jobs that others have ended. */
  static Set<JobId> all(DSLContext sql, long sessionId) {
    Set<JobId> all = new HashSet<>();
    claimed(sql, sessionId).forEach(claim -> all.add(claim.job()));
    all.addAll(ended(sql, sessionId).jobs());
    return all;
  }
}
