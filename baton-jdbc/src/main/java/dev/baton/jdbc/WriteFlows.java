// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.WriteBatcher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Executes the writes of many flows in one transaction. The rows of their jobs are locked first, so
 * that no job can get another holder between the check of its token and the commit.
 */
final class WriteFlows implements WriteBatcher.BatchOperation<FlowWrite, Boolean> {

  private static final String REVISIONS =
      "SELECT job_seq, flow_revision FROM baton_flow WHERE job_seq IN (%s)";

  private final Database database;

  WriteFlows(Database database) {
    this.database = database;
  }

  /**
   * Returns for each write whether it was carried out, now or before; false means that the claim is
   * lost.
   */
  @Override
  public List<Boolean> run(List<FlowWrite> requests) {
    return database.writeOnThisThread(sql -> {
      Map<JobId, LockStatus.Locked> held =
          LockStatus.claimed(
              sql, requests.stream().map(write -> write.flow().job()).collect(Collectors.toSet()));
      return sql.connectionResult(on -> writeAll(sql, on, held, requests));
    });
  }

  private static List<Boolean> writeAll(
      DSLContext sql,
      Connection connection,
      Map<JobId, LockStatus.Locked> held,
      List<FlowWrite> requests)
      throws SQLException {
    Map<Long, Long> revisions = revisions(sql, connection, held);
    List<Boolean> answers = new ArrayList<>();
    FlowRows rows = new FlowRows();
    for (FlowWrite write : requests) {
      LockStatus.Locked job = held.get(write.flow().job());
      if (job != null && job.token() == write.token()) {
        rows.add(job.seq(), revisions.get(job.seq()), write);
        answers.add(true);
      } else {
        answers.add(false);
      }
    }
    rows.write(sql, connection);
    return answers;
  }

  private static Map<Long, Long> revisions(
      DSLContext sql, Connection connection, Map<JobId, LockStatus.Locked> held)
      throws SQLException {
    Map<Long, Long> revisions = new HashMap<>();
    if (!held.isEmpty()) {
      List<Long> seqs = held.values().stream().map(LockStatus.Locked::seq).toList();
      select(
          connection,
          Tables.sql(sql, REVISIONS),
          seqs,
          row -> revisions.put(row.getLong(1), row.getLong(2)));
    }
    return revisions;
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static void select(
      Connection connection, String query, Collection<?> keys, RowReader reader)
      throws SQLException {
    List<Object> values = padded(keys);
    String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
    try (PreparedStatement statement = connection.prepareStatement(query.formatted(marks))) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /**
   * Repeats the last key until the number of keys is a power of two, so that there are few
   * different statements, whose plans are kept.
   */
  private static List<Object> padded(Collection<?> keys) {
    List<Object> padded = new ArrayList<>(keys);
    int most = Integer.highestOneBit(2 * keys.size() - 1);
    padded.addAll(Collections.nCopies(most - keys.size(), padded.getLast()));
    return padded;
  }
}
