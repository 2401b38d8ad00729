// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.*;

import dev.baton.board.ExternalBoardStore;
import dev.baton.jdbc.PeekBoard.Candidate;
import dev.baton.jdbc.PeekBoard.PeekPosition;
import dev.baton.job.JobId;
import dev.baton.service.Batches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Reads the waiting jobs that are not posted on the external board, by job kind and in the order of
 * the board.
 */
final class UnpostedJobs {

  private static final int BATCH = 1000;

  private final Database database;
  private final DueJobs due;

  UnpostedJobs(Database database, DueJobs due) {
    this.database = database;
    this.due = due;
  }

  ExternalBoardStore.UnpostedPage run(int most, int perKind) {
    due.promote();
    List<JobKinds.JobKind> kinds = database.read(PeekBoard::readyKinds);
    if (kinds.isEmpty()) {
      return new ExternalBoardStore.UnpostedPage(List.of(), false);
    }
    int limit = Math.max(Math.max(most, perKind), 1);
    Map<Long, Integer> posted = database.read(UnpostedJobs::postedByKind);
    List<PeekPosition> places =
        kinds.stream().map(jobKind -> new PeekPosition(jobKind.id(), null)).toList();
    List<Chosen> chosen = new ArrayList<>();
    List<Candidate> found = database.read(sql -> PeekBoard.slice(sql, places, limit));
    for (Candidate candidate : found) {
      boolean scarce = posted.merge(candidate.kindId(), 1, Integer::sum) <= perKind;
      if (chosen.size() < most || scarce) {
        chosen.add(new Chosen(candidate, scarce));
      }
    }
    return new ExternalBoardStore.UnpostedPage(
        database.read(sql -> named(sql, database.now(sql), chosen)), found.size() >= limit);
  }

  private static Map<Long, Integer> postedByKind(DSLContext sql) {
    Map<Long, Integer> posted = new HashMap<>();
    sql.select(KIND_ID, DSL.count())
        .from(ACTIVE)
        .where(HOLDER.eq(ON_EXTERNAL_BOARD))
        .and(PHASE.eq(POSTED))
        .groupBy(KIND_ID)
        .forEach(row -> posted.put(row.value1(), row.value2()));
    return posted;
  }

  private record Chosen(Candidate candidate, boolean scarce) {}

  private record Named(JobId id, boolean fresh) {}

  private static List<ExternalBoardStore.UnpostedJob> named(
      DSLContext sql, long now, List<Chosen> chosen) {
    Map<Long, Named> names = new HashMap<>();
    for (List<Chosen> some : Batches.of(chosen, BATCH)) {
      List<Long> seqs = some.stream().map(each -> each.candidate().seq()).toList();
      sql.select(SEQ, ID, UPDATED, DUE)
          .from(ACTIVE)
          .join(JOB)
          .on(SEQ.eq(JOB_SEQ))
          .where(JOB_SEQ.in(seqs))
          .forEach(row -> {
            boolean fresh =
                row.value3() >= now - ExternalBoardStore.FRESH_PERIOD.toMillis()
                    && (row.value4() == null || row.value4() <= row.value3());
            names.put(row.value1(), new Named(new JobId(row.value2()), fresh));
          });
    }
    List<ExternalBoardStore.UnpostedJob> waiting = new ArrayList<>();
    for (Chosen each : chosen) {
      Named name = names.get(each.candidate().seq());
      if (name != null) {
        waiting.add(
            new ExternalBoardStore.UnpostedJob(
                name.id(), each.candidate().priority(), name.fresh(), each.scarce()));
      }
    }
    return waiting;
  }
}
