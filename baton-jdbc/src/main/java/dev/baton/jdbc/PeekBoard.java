// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.*;

import dev.baton.board.Admission;
import dev.baton.service.Batches;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.SQLDialect;
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
  record PeekPosition(long kindId, @Nullable Candidate after) {

    private static final Candidate START = new Candidate(-1, 0, 0);

    private Candidate last() {
      return after == null ? START : after;
    }
  }

  /**
   * The first read of a claim pass.
   *
   * @param candidates as {@link #slice} returns them
   * @param unknownKinds job kinds that have ready jobs and that the caller did not know
   */
  record Peek(List<Candidate> candidates, List<JobKinds.JobKind> unknownKinds) {}

  private static final String SLICES =
      """
      SELECT job.board_priority, job.job_seq, place.kind, NULL::text, NULL::int, NULL::text
      FROM unnest(?::bigint[], ?::int[], ?::bigint[]) AS place (kind, priority, seq)
        CROSS JOIN LATERAL (
          SELECT board_priority, job_seq FROM baton_active_job
          WHERE phase = %d AND kind_id = place.kind
            AND (board_priority, job_seq) > (place.priority, place.seq)
          ORDER BY board_priority, job_seq
          LIMIT ?
        ) AS job
      """
          .formatted(READY);

  // ORDER BY names all columns of the index, so that every database reads the order from the index.
  private static final String KINDS =
      """
      SELECT %%1$s kind_id, kind_action, kind_version, kind_requires
      FROM (
        SELECT kind.*, (
            SELECT job_seq FROM baton_active_job AS job
            WHERE phase = %1$d AND job.kind_id = kind.kind_id
            ORDER BY phase, job.kind_id, board_priority, job_seq
            LIMIT 1
          ) AS head
        FROM baton_job_kind AS kind
        %%2$s
      ) AS kind
      WHERE head IS NOT NULL
      """
          .formatted(READY);

  private static final String READY_KINDS = KINDS.formatted("", "");

  /** Reads slices and unknown job kinds in one round trip. */
  private static final String SLICES_AND_KINDS =
      SLICES + "UNION ALL\n" + KINDS.formatted("NULL, NULL,", "WHERE kind_id <> ALL (?::bigint[])");

  /** Returns the job kinds that have ready jobs, with one index lookup for each kind. */
  static List<JobKinds.JobKind> readyKinds(DSLContext sql) {
    List<JobKinds.JobKind> kinds = new ArrayList<>();
    sql.connection(connection -> {
      try (PreparedStatement select = connection.prepareStatement(Tables.sql(sql, READY_KINDS));
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          kinds.add(kind(row, 1));
        }
      }
    });
    return kinds;
  }

  /**
   * Returns the jobs after each place, the most urgent first: at most {@code limit} for each place.
   */
  static List<Candidate> slice(DSLContext sql, Collection<PeekPosition> places, int limit) {
    List<Candidate> candidates = new ArrayList<>();
    if (sql.family() == SQLDialect.POSTGRES) {
      sql.connection(
          connection -> readSlices(connection, Tables.sql(sql, SLICES), places, limit, candidates));
    } else {
      readUnions(sql, places, limit, candidates);
    }
    candidates.sort(null);
    return candidates;
  }

  /** As {@link #slice} and {@link #readyKinds} in one statement of PostgreSQL. */
  static Peek peek(
      DSLContext sql, Collection<PeekPosition> places, int limit, Collection<Long> knownKinds) {
    List<Candidate> candidates = new ArrayList<>();
    List<JobKinds.JobKind> unknown = new ArrayList<>();
    String statement = Tables.sql(sql, SLICES_AND_KINDS);
    sql.connection(connection -> {
      try (PreparedStatement select = connection.prepareStatement(statement)) {
        bindSlices(connection, select, places, limit);
        select.setArray(5, connection.createArrayOf("bigint", knownKinds.toArray(Long[]::new)));
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            if (row.getString(4) == null) {
              candidates.add(new Candidate(row.getInt(1), row.getLong(2), row.getLong(3)));
            } else {
              unknown.add(kind(row, 3));
            }
          }
        }
      }
    });
    candidates.sort(null);
    return new Peek(candidates, unknown);
  }

  private static JobKinds.JobKind kind(ResultSet row, int first) throws SQLException {
    return new JobKinds.JobKind(
        row.getLong(first),
        new Admission.ActionVersion(row.getString(first + 1), row.getInt(first + 2)),
        row.getString(first + 3) != null);
  }

  /** Reads the slices with a statement whose text does not depend on the number of places. */
  private static void readSlices(
      Connection connection,
      String slices,
      Collection<PeekPosition> places,
      int limit,
      List<Candidate> candidates)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(slices)) {
      bindSlices(connection, select, places, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          candidates.add(new Candidate(row.getInt(1), row.getLong(2), row.getLong(3)));
        }
      }
    }
  }

  private static void bindSlices(
      Connection connection, PreparedStatement select, Collection<PeekPosition> places, int limit)
      throws SQLException {
    select.setArray(1, connection.createArrayOf("bigint", column(places, PeekPosition::kindId)));
    select.setArray(
        2, connection.createArrayOf("int", column(places, place -> place.last().priority())));
    select.setArray(
        3, connection.createArrayOf("bigint", column(places, place -> place.last().seq())));
    select.setInt(4, limit);
  }

  private static Object[] column(
      Collection<PeekPosition> places, Function<PeekPosition, Object> value) {
    return places.stream().map(value).toArray();
  }

  private static void readUnions(
      DSLContext sql, Collection<PeekPosition> places, int limit, List<Candidate> candidates) {
    for (List<PeekPosition> some : Batches.of(places, KINDS_PER_QUERY)) {
      Select<Record3<Integer, Long, Long>> all = one(some.getFirst(), limit);
      for (PeekPosition place : some.subList(1, some.size())) {
        all = all.unionAll(one(place, limit));
      }
      sql.fetch(all)
          .forEach(row -> candidates.add(new Candidate(row.value1(), row.value2(), row.value3())));
    }
  }

  private static Select<Record3<Integer, Long, Long>> one(PeekPosition place, int limit) {
    return DSL.select(BOARD_PRIORITY, JOB_SEQ, KIND_ID)
        .from(ACTIVE)
        .where(PHASE.eq(DSL.inline(READY)))
        .and(KIND_ID.eq(place.kindId()))
        .and(behind(place.after()))
        .orderBy(PHASE, KIND_ID, BOARD_PRIORITY, JOB_SEQ)
        .limit(DSL.inline(limit));
  }

  private static Condition behind(@Nullable Candidate last) {
    return last == null
        ? DSL.noCondition()
        : BOARD_PRIORITY
            .ge(last.priority())
            .and(BOARD_PRIORITY.gt(last.priority()).or(JOB_SEQ.gt(last.seq())));
  }
}
