// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.CLAIMED;
import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.PHASE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.JobTable.TOKEN;
import static dev.baton.jdbc.LogbookTables.*;
import static dev.baton.jdbc.Tables.JOB_SEQ;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.Combiner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * Carries out the writes of many flows in one transaction. The rows of their jobs are locked first,
 * so that none can change hands between the look at its token and the commit.
 */
final class WriteFlows implements Combiner.Batch<FlowWrite, Boolean> {

  private record Held(long seq, long token) {}

  private final Database database;

  WriteFlows(Database database) {
    this.database = database;
  }

  /** For each write, whether it was carried out, now or before; false is a lost claim. */
  @Override
  public List<Boolean> run(List<FlowWrite> requests) {
    return database.writeHere(sql -> writeAll(sql, requests));
  }

  private static List<Boolean> writeAll(DSLContext sql, List<FlowWrite> requests) {
    Map<JobId, Held> held = lock(sql, requests);
    Map<Long, Long> revisions = revisions(sql, held);
    List<Boolean> answers = new ArrayList<>();
    FlowRows rows = new FlowRows();
    for (FlowWrite write : requests) {
      Held job = held.get(write.flow().job());
      if (job != null && job.token() == write.token()) {
        rows.add(job.seq(), revisions.get(job.seq()), write);
        answers.add(true);
      } else {
        answers.add(false);
      }
    }
    rows.write(sql);
    return answers;
  }

  private static Map<JobId, Held> lock(DSLContext sql, List<FlowWrite> requests) {
    Set<String> ids = new HashSet<>();
    requests.forEach(request -> ids.add(request.flow().job().uuid()));
    Map<JobId, Held> held = new HashMap<>();
    sql.select(ID, SEQ, TOKEN)
        .from(JOB)
        .where(ID.in(ids))
        .and(PHASE.eq(CLAIMED))
        // In one order, so that processes do not wait for each other in a circle.
        .orderBy(SEQ)
        .forUpdate()
        .forEach(row -> held.put(new JobId(row.value1()), new Held(row.value2(), row.value3())));
    return held;
  }

  private static Map<Long, Long> revisions(DSLContext sql, Map<JobId, Held> held) {
    if (held.isEmpty()) {
      return Map.of();
    }
    List<Long> seqs = held.values().stream().map(Held::seq).toList();
    return sql.select(JOB_SEQ, FLOW_REVISION)
        .from(FLOW)
        .where(JOB_SEQ.in(seqs))
        .fetchMap(JOB_SEQ, FLOW_REVISION);
  }
}
