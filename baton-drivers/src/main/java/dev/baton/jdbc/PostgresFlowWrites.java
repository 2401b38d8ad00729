// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.Combiner;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * As {@link WriteFlows}, in one statement that is a transaction by itself: a flow of one task after
 * the other waits for each of its writes, and so for one round trip in place of six.
 *
 * <p>The rows of the jobs are locked by the statement's first part, on which all others depend; a
 * job that changed hands while it waited for the lock is looked at again as it is then. Whether a
 * write was carried out before is decided on the newest row of the flow, too, and not by what the
 * statement saw when it began.
 */
final class PostgresFlowWrites implements Combiner.Batch<FlowWrite, Boolean> {

  private static final String WRITE =
      """
      WITH asked AS (
        SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[])
          WITH ORDINALITY AS asked (id, token, revision, detail, place)
      ), held AS (
        SELECT job.seq, asked.place, asked.revision, asked.detail
        FROM asked JOIN job ON job.id = asked.id
        WHERE job.token = asked.token AND job.phase = %d
        ORDER BY job.seq
        FOR UPDATE OF job
      ), written AS (
        INSERT INTO flow (job_seq, flow_revision, flow_detail)
        SELECT seq, revision, detail FROM held
        ON CONFLICT (job_seq) DO UPDATE
          SET flow_revision = excluded.flow_revision, flow_detail = excluded.flow_detail
          WHERE flow.flow_revision < excluded.flow_revision
        RETURNING job_seq
      ), atoms AS (
        INSERT INTO atom (job_seq, atom_name, atom_detail)
        SELECT held.seq, changed.name, changed.detail
        FROM unnest(?::bigint[], ?::text[], ?::text[])
            WITH ORDINALITY AS changed (place, name, detail, number)
          JOIN held ON held.place = changed.place
          JOIN written ON written.job_seq = held.seq
        ORDER BY changed.number
        ON CONFLICT (job_seq, atom_name) DO UPDATE SET atom_detail = excluded.atom_detail
      ), steps AS (
        INSERT INTO flow_step (job_seq, at_time, kind, subject, from_state, to_state)
        SELECT held.seq, step.at_time, step.kind, step.subject, step.from_state, step.to_state
        FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
            WITH ORDINALITY AS step (place, at_time, kind, subject, from_state, to_state, number)
          JOIN held ON held.place = step.place
          JOIN written ON written.job_seq = held.seq
        ORDER BY step.number
      )
      SELECT place FROM held
      """
          .formatted(JobTable.CLAIMED);

  private final Database database;

  PostgresFlowWrites(Database database) {
    this.database = database;
  }

  /** For each write, whether it was carried out, now or before; false is a lost claim. */
  @Override
  public List<Boolean> run(List<FlowWrite> requests) {
    Boolean[] answers = new Boolean[requests.size()];
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      left.add(i);
    }
    while (!left.isEmpty()) {
      List<Integer> now = firstOfEachJob(left, requests);
      left.removeAll(now);
      List<FlowWrite> writes = now.stream().map(requests::get).toList();
      Set<Integer> held = database.writeOneHere(sql -> sql.connectionResult(on -> write(on, writes)));
      for (int place = 0; place < now.size(); place++) {
        answers[now.get(place)] = held.contains(place);
      }
    }
    return Arrays.asList(answers);
  }

  /** A statement cannot change a row twice. */
  private static List<Integer> firstOfEachJob(List<Integer> left, List<FlowWrite> requests) {
    Set<JobId> jobs = new HashSet<>();
    return left.stream().filter(i -> jobs.add(requests.get(i).flow().job())).toList();
  }

  /** Answers the places of the writes whose claims hold. */
  private static Set<Integer> write(Connection connection, List<FlowWrite> writes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      Columns columns = new Columns(writes);
      int parameter = 0;
      for (Column column : columns.all()) {
        Array array = connection.createArrayOf(column.type, column.values.toArray());
        statement.setArray(++parameter, array);
      }
      Set<Integer> held = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          held.add(rows.getInt(1) - 1);
        }
      }
      return held;
    }
  }

  /** One parameter: a column of the table that the statement makes of it. */
  private static final class Column {
    final String type;
    final List<@Nullable Object> values = new ArrayList<>();

    Column(String type) {
      this.type = type;
    }
  }

  /** The parameters in order. */
  private static final class Columns {
    private final List<Column> flows = columns("text", "bigint", "bigint", "text");
    private final List<Column> atoms = columns("bigint", "text", "text");
    private final List<Column> steps = columns("bigint", "bigint", "text", "text", "text", "text");

    Columns(List<FlowWrite> writes) {
      long place = 0;
      for (FlowWrite write : writes) {
        place++;
        add(
            flows,
            write.flow().job().uuid(),
            write.token(),
            write.flow().revision(),
            LogbookJson.text(write.flow()));
        for (AtomDetail atom : write.atoms()) {
          add(atoms, place, atom.name(), LogbookJson.text(atom));
        }
        for (FlowTransition step : write.transitions()) {
          add(
              steps,
              place,
              step.at().toEpochMilli(),
              step.kind().name(),
              JsonText.clean(step.name()),
              step.from(),
              step.to());
        }
      }
    }

    List<Column> all() {
      List<Column> all = new ArrayList<>(flows);
      all.addAll(atoms);
      all.addAll(steps);
      return all;
    }

    private static List<Column> columns(String... types) {
      return Arrays.stream(types).map(Column::new).toList();
    }

    private static void add(List<Column> columns, @Nullable Object... row) {
      for (int i = 0; i < row.length; i++) {
        columns.get(i).values.add(row[i]);
      }
    }
  }
}
