// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.LogbookTables.*;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.WriteBatcher;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores the progress of flows in the same database as their jobs. */
final class JdbcLogbookStore implements LogbookStore {

  private final Database database;
  private final WriteBatcher<FlowWrite, Boolean> writes;

  JdbcLogbookStore(Database database, WriteBatcher<FlowWrite, Boolean> writes) {
    this.database = database;
    this.writes = writes;
  }

  @Override
  public Optional<Logbook> find(JobId job) {
    return Optional.ofNullable(database.read(sql -> read(sql, job)));
  }

  private static @Nullable Logbook read(DSLContext sql, JobId job) {
    // Two statements, so that a large flow detail is not repeated in the row of each atom. If both
    // results have the same revision of the flow, no write happened between them.
    var flow =
        sql.select(JOB_SEQ, FLOW_REVISION, FLOW_DETAIL)
            .from(FLOW)
            .where(JOB_SEQ.eq(seqOf(job)))
            .fetchOne();
    if (flow == null) {
      return null;
    }
    long seq = flow.value1();
    var atoms = withFlow(sql, FLOW_REVISION, seq);
    if (atoms.isEmpty() || flow.value2().equals(atoms.getFirst().value1())) {
      return book(flow.value3(), atoms.getValues(ATOM_DETAIL));
    }
    // Another thread wrote the flow between the two statements. That may happen again while the
    // flow runs. Therefore one statement reads all, because one statement sees one state.
    var whole = withFlow(sql, FLOW_DETAIL, seq);
    return whole.isEmpty() ? null : book(whole.getFirst().value1(), whole.getValues(ATOM_DETAIL));
  }

  /**
   * Returns one row for each atom of a flow, in the order in which the atoms were added: the value
   * of the given column of the flow, which is the same in all rows, and the detail of the atom.
   */
  private static <T> Result<Record2<T, String>> withFlow(DSLContext sql, Field<T> field, long seq) {
    return sql.select(DSL.field(DSL.select(field).from(FLOW).where(JOB_SEQ.eq(seq))), ATOM_DETAIL)
        .from(ATOM)
        .where(JOB_SEQ.eq(seq))
        .orderBy(ATOM_ID)
        .fetch();
  }

  private static Logbook book(String flow, List<String> atoms) {
    Map<String, AtomDetail> details = new LinkedHashMap<>();
    for (String atom : atoms) {
      AtomDetail detail = LogbookJson.parse(atom, AtomDetail.class);
      details.put(detail.name(), detail);
    }
    return new Logbook(LogbookJson.parse(flow, FlowDetail.class), details);
  }

  private static Field<Long> seqOf(JobId job) {
    return DSL.field(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid())));
  }

  @Override
  public void write(FlowWrite write) {
    if (!writes.submitUninterruptibly(write)) {
      throw new LostClaimException(
          "the claim of "
              + write.flow().job()
              + " with token "
              + write.token()
              + " is not valid any more: the job ended or another executor has it; stop the flow");
    }
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    return database.read(sql ->
        sql.select(AT_TIME, KIND, SUBJECT, FROM_STATE, TO_STATE)
            .from(FLOW_STEP)
            .where(JOB_SEQ.eq(seqOf(job)))
            .orderBy(NUMBER)
            .limit(limit)
            .offset(offset)
            .fetch(row ->
                new FlowTransition(
                    Instant.ofEpochMilli(row.value1()),
                    FlowTransition.Kind.valueOf(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5())));
  }

  @Override
  public boolean delete(JobId job) {
    return database.write(sql -> {
      var locked = LockStatus.all(sql, Set.of(job)).values();
      return deleteAll(sql, locked.stream().map(LockStatus.Locked::seq).toList()) > 0;
    });
  }

  /** Removes the flows of jobs and returns the number of flows. */
  static int deleteAll(DSLContext sql, List<Long> jobSeqs) {
    int flows = sql.deleteFrom(FLOW).where(JOB_SEQ.in(jobSeqs)).execute();
    if (flows > 0) {
      sql.deleteFrom(ATOM).where(JOB_SEQ.in(jobSeqs)).execute();
      sql.deleteFrom(FLOW_STEP).where(JOB_SEQ.in(jobSeqs)).execute();
    }
    return flows;
  }
}
