// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.WriteBatcher;
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
 * Does the same as {@link WriteFlows}, but in one statement that is its own transaction. A flow
 * that runs its tasks one after the other waits for each of its writes; with this class, it waits
 * for one round trip instead of six.
 *
 * <p>The first part of the statement locks the rows of the jobs, and all other parts depend on it.
 * If a job got another holder while the statement waited for the lock, PostgreSQL tests the job
 * again with its new values. Whether a write was carried out before is also decided by the newest
 * row of the flow, not by the snapshot of the statement.
 *
 * <p>Atoms and transitions are passed as JSON in the row of their flow, not as rows of their own,
 * and "IS TRUE" keeps PostgreSQL from turning a condition into a join. Otherwise the planner, which
 * cannot know the number of rows, would compare each row with every other row. Planning takes
 * longer than execution, so the statement needs a database that keeps plans. Each job is looked up
 * individually, because a plan with a join that was made while there were few jobs would read all
 * jobs.
 */
final class PostgresFlowWrites implements WriteBatcher.BatchOperation<FlowWrite, Boolean> {

  private static final String WRITE =
      """
      WITH asked AS (
        SELECT * FROM unnest(
            ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
          WITH ORDINALITY AS asked (id, token, revision, detail, atoms, steps, place)
      ), found AS MATERIALIZED (
        SELECT (SELECT job.seq FROM baton_job AS job WHERE job.id = asked.id) AS seq, asked.* FROM asked
      ), held AS (
        SELECT found.*
        FROM (SELECT * FROM found ORDER BY seq) AS found
          CROSS JOIN LATERAL (
            SELECT FROM baton_active_job AS job
            WHERE job.job_seq = found.seq AND job.token = found.token AND job.phase = %d
            FOR UPDATE
          ) AS mine
      ), written AS (
        INSERT INTO baton_flow AS flow (job_seq, flow_revision, flow_detail)
        SELECT seq, revision, detail FROM held
        ON CONFLICT (job_seq) DO UPDATE
          SET flow_revision = excluded.flow_revision, flow_detail = excluded.flow_detail
          WHERE flow.flow_revision < excluded.flow_revision
        RETURNING job_seq
      ), atoms AS (
        INSERT INTO baton_atom (job_seq, atom_name, atom_detail)
        SELECT held.seq, atom.name, atom.detail
        FROM held,
          json_each_text(held.atoms::json) WITH ORDINALITY AS atom (name, detail, number)
        WHERE (held.seq IN (SELECT job_seq FROM written)) IS TRUE
        ORDER BY held.seq, atom.number
        ON CONFLICT (job_seq, atom_name) DO UPDATE SET atom_detail = excluded.atom_detail
      ), steps AS (
        INSERT INTO baton_flow_step (job_seq, at_time, kind, subject, from_state, to_state)
        SELECT held.seq, (step ->> 0)::bigint, step ->> 1, step ->> 2, step ->> 3, step ->> 4
        FROM held,
          json_array_elements(held.steps::json) WITH ORDINALITY AS step (step, number)
        WHERE (held.seq IN (SELECT job_seq FROM written)) IS TRUE
        ORDER BY held.seq, step.number
      )
      SELECT place FROM held
      """
          .formatted(StatusTable.CLAIMED);

  private static final String[] TYPES = {"text", "bigint", "bigint", "text", "text", "text"};

  private final Database database;

  PostgresFlowWrites(Database database) {
    this.database = database;
  }

  /**
   * Returns for each write whether it was carried out, now or before; false means that the claim is
   * lost.
   */
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
      Set<Integer> held =
          database.writeStatementOnThisThread(
              sql -> sql.connectionResult(on -> write(on, Tables.sql(sql, WRITE), writes)));
      for (int place = 0; place < now.size(); place++) {
        answers[now.get(place)] = held.contains(place);
      }
    }
    return Arrays.asList(answers);
  }

  /** Returns the first write of each job, because one statement cannot change a row twice. */
  private static List<Integer> firstOfEachJob(List<Integer> left, List<FlowWrite> requests) {
    Set<JobId> jobs = new HashSet<>();
    return left.stream().filter(i -> jobs.add(requests.get(i).flow().job())).toList();
  }

  /** Returns the indexes of the writes whose claims are valid. */
  private static Set<Integer> write(Connection connection, String write, List<FlowWrite> writes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(write)) {
      for (int i = 0; i < TYPES.length; i++) {
        statement.setArray(i + 1, connection.createArrayOf(TYPES[i], column(writes, i)));
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

  private static @Nullable Object[] column(List<FlowWrite> writes, int column) {
    @Nullable Object[] values = new Object[writes.size()];
    for (int place = 0; place < values.length; place++) {
      values[place] = value(writes.get(place), column);
    }
    return values;
  }

  /** Returns a value for each column, in the order of {@link #TYPES}. */
  private static @Nullable Object value(FlowWrite write, int column) {
    return switch (column) {
      case 0 -> write.flow().job().uuid();
      case 1 -> write.token();
      case 2 -> write.flow().revision();
      case 3 -> LogbookJson.text(write.flow());
      case 4 -> atoms(write.atoms());
      case 5 -> steps(write.transitions());
      default -> throw new IllegalArgumentException("no column " + column);
    };
  }

  /**
   * Returns the atom details as a JSON object, with the name of the atom as the key. Each detail is
   * a JSON string, because a nested document may contain characters that PostgreSQL refuses.
   */
  private static String atoms(List<AtomDetail> atoms) {
    ObjectNode texts = JsonNodeFactory.instance.objectNode();
    atoms.forEach(atom -> texts.put(atom.name(), LogbookJson.text(atom)));
    return texts.toString();
  }

  private static String steps(List<FlowTransition> transitions) {
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    for (FlowTransition step : transitions) {
      steps
          .addArray()
          .add(step.at().toEpochMilli())
          .add(step.kind().name())
          .add(JsonText.clean(step.name()))
          .add(step.from())
          .add(step.to());
    }
    return steps.toString();
  }
}
