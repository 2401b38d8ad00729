// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.JOB_KINDS;
import static dev.baton.jdbc.Tables.KIND_ACTION;
import static dev.baton.jdbc.Tables.KIND_ID;
import static dev.baton.jdbc.Tables.KIND_REQUIRES;
import static dev.baton.jdbc.Tables.KIND_VERSION;

import dev.baton.board.Admission;
import dev.baton.service.Batches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads the jobs that could be claimed, without locks. */
final class PeekBoard {

  private static final int KINDS_PER_QUERY = 40;

  private PeekBoard() {}

  /** A job that is ready to be claimed. */
  record Candidate(int priority, long seq, long kindId) implements Comparable<Candidate> {
    private static final Comparator<Candidate> ORDER =
        Comparator.comparingInt(Candidate::priority).thenComparingLong(Candidate::seq);

    @Override
    public int compareTo(Candidate other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * The place at which a claim pass continues in a job kind: after a job, or at the start if {@code
   * after} is null.
   */
  record PeekPosition(long kindId, @Nullable Candidate after) {}

  /** Returns the job kinds that have ready jobs, with one index lookup for each kind. */
  static List<JobKinds.JobKind> readyKinds(DSLContext sql) {
    var head =
        DSL.field(
                DSL.select(SEQ)
                    .from(JOB)
                    .where(PHASE.eq(DSL.inline(READY)))
                    .and(KIND.eq(KIND_ID))
                    .orderBy(PHASE, KIND, PRIORITY, SEQ)
                    .limit(DSL.inline(1)))
            .as("head");
    var kinds =
        DSL.select(KIND_ID, KIND_ACTION, KIND_VERSION, KIND_REQUIRES, head)
            .from(JOB_KINDS)
            .asTable("l");
    return sql.select(
            DSL.field(DSL.name("lane_id"), Long.class),
            DSL.field(DSL.name("lane_action"), String.class),
            DSL.field(DSL.name("lane_version"), Integer.class),
            DSL.field(DSL.name("lane_requires"), String.class))
        .from(kinds)
        .where(DSL.field(DSL.name("head")).isNotNull())
        .fetch(row ->
            new JobKinds.JobKind(
                row.value1(),
                new Admission.ActionVersion(row.value2(), row.value3()),
                row.value4() != null));
  }

  /**
   * Returns the jobs after each place, the most urgent first: at most {@code limit} for each place.
   */
  static List<Candidate> slice(DSLContext sql, Collection<PeekPosition> places, int limit) {
    List<Candidate> candidates = new ArrayList<>();
    for (List<PeekPosition> some : Batches.of(places, KINDS_PER_QUERY)) {
      Select<Record3<Integer, Long, Long>> all = one(some.getFirst(), limit);
      for (PeekPosition place : some.subList(1, some.size())) {
        all = all.unionAll(one(place, limit));
      }
      sql.fetch(all)
          .forEach(row -> candidates.add(new Candidate(row.value1(), row.value2(), row.value3())));
    }
    candidates.sort(null);
    return candidates;
  }

  private static Select<Record3<Integer, Long, Long>> one(PeekPosition place, int limit) {
    return DSL.select(PRIORITY, SEQ, KIND)
        .from(JOB)
        .where(PHASE.eq(DSL.inline(READY)))
        .and(KIND.eq(place.kindId()))
        .and(behind(place.after()))
        // ORDER BY names all columns of the index, so that every database reads the order from the
        // index.
        .orderBy(PHASE, KIND, PRIORITY, SEQ)
        .limit(DSL.inline(limit));
  }

  private static Condition behind(@Nullable Candidate last) {
    return last == null
        ? DSL.noCondition()
        : PRIORITY.ge(last.priority()).and(PRIORITY.gt(last.priority()).or(SEQ.gt(last.seq())));
  }
}
