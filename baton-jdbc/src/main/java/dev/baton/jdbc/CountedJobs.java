// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.job.JobEvent;
import dev.baton.service.Batches;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.CountedJob;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads what the counts need to know about the jobs of events. */
final class CountedJobs {

  private static final int BATCH = 1000;

  private CountedJobs() {}

  /**
   * Counts events. Leaves out the events of jobs that are deleted, and counts failures as other
   * errors if too many causes are stored already.
   */
  static CountEvents<Long> count(DSLContext sql, List<JobEvent> events) {
    Set<String> ids = events.stream().map(event -> event.job().uuid()).collect(Collectors.toSet());
    Map<String, CountedJob<Long>> jobs = new HashMap<>();
    for (List<String> some : Batches.of(ids, BATCH)) {
      sql.select(ID, ACL_ID, ACTION, CREATED, NOT_BEFORE, STARTED)
          .from(JOBS)
          .where(ID.in(some))
          .forEach(row -> jobs.put(row.get(ID), job(row)));
    }
    CountEvents<Long> counts = new CountEvents<>();
    for (JobEvent event : events) {
      CountedJob<Long> job = jobs.get(event.job().uuid());
      if (job != null) {
        counts.add(event, job);
      }
    }
    StoredCauses.limit(sql, counts);
    return counts;
  }

  private static CountedJob<Long> job(Record row) {
    return new CountedJob<>(
        row.get(ACL_ID),
        row.get(ACTION),
        Instant.ofEpochMilli(row.get(CREATED)),
        JobRows.instant(row.get(NOT_BEFORE)),
        JobRows.instant(row.get(STARTED)));
  }
}
