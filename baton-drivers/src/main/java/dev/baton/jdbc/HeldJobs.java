// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.board.Claims;
import dev.baton.job.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;

/** What a claimer holds, as the database knows it. */
final class HeldJobs {

  private HeldJobs() {}

  /** Jobs that somebody ended. */
  static List<JobId> ended(DSLContext sql, long claimer) {
    return sql.select(ID)
        .from(JOB)
        .where(HOLDER.eq(claimer))
        .and(PHASE.isNull())
        .fetch(row -> new JobId(row.value1()));
  }

  /** Jobs that it has claimed and may run. */
  static List<Claims.Held> claimed(DSLContext sql, long claimer) {
    return sql.select(ID, TOKEN)
        .from(JOB)
        .where(HOLDER.eq(claimer))
        .and(PHASE.eq(CLAIMED))
        .fetch(row -> new Claims.Held(new JobId(row.value1()), row.value2()));
  }

  static long count(DSLContext sql, long claimer) {
    return sql.fetchCount(JOB, HOLDER.eq(claimer));
  }

  static Set<JobId> all(DSLContext sql, long claimer) {
    return new HashSet<>(
        sql.select(ID).from(JOB).where(HOLDER.eq(claimer)).fetch(row -> new JobId(row.value1())));
  }
}
