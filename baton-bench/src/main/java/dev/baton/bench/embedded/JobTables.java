// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The split tables of the store on one connection: {@code job} is only appended to, {@code ready}
 * and {@code held} are small, {@code done} gets one row per job. Not safe for several threads.
 */
final class JobTables {

  /** The state of a job, in the order in which a job has them. */
  enum State {
    ABSENT,
    READY,
    HELD,
    DONE
  }

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS job (seq KEY, action VARCHAR(255) NOT NULL,"
              + " payload VARCHAR NOT NULL, created BIGINT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS ready (priority INT NOT NULL, seq BIGINT NOT NULL,"
              + " PRIMARY KEY (priority, seq)) OPTIONS",
          "CREATE TABLE IF NOT EXISTS held (seq KEY, holder BIGINT NOT NULL,"
              + " started BIGINT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS done (seq KEY, state INT NOT NULL,"
              + " started BIGINT NOT NULL, ended BIGINT NOT NULL)");

  private static final int PRIORITY = 1;
  private static final String ACTION = "noop";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  JobTables(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Creates the tables.
   *
   * @param key the type of a column that is the key of its table
   * @param options follow the definition of a table without data beside its key
   */
  void create(String key, String options) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table.replace("KEY,", key + ",").replace("OPTIONS", options));
      }
    }
  }

  /** Posts jobs with consecutive numbers. */
  void post(long first, int count, int payloadLength) throws SQLException {
    PreparedStatement job = statement("INSERT INTO job VALUES (?, ?, ?, ?)");
    PreparedStatement ready = statement("INSERT INTO ready VALUES (?, ?)");
    for (long seq = first; seq < first + count; seq++) {
      job.setLong(1, seq);
      job.setString(2, ACTION);
      job.setString(3, payload(seq, payloadLength));
      job.setLong(4, System.currentTimeMillis());
      job.addBatch();
      ready.setInt(1, PRIORITY);
      ready.setLong(2, seq);
      ready.addBatch();
    }
    job.executeBatch();
    ready.executeBatch();
  }

  /** Claims the ready jobs with the lowest numbers and returns their numbers. */
  List<Long> claim(int most) throws SQLException {
    PreparedStatement first = statement("SELECT seq FROM ready ORDER BY priority, seq LIMIT ?");
    first.setInt(1, most);
    List<Long> jobs = new ArrayList<>(most);
    try (ResultSet rows = first.executeQuery()) {
      while (rows.next()) {
        jobs.add(rows.getLong(1));
      }
    }
    hold(jobs);
    return jobs;
  }

  /** Moves ready jobs to {@code held}. */
  void hold(List<Long> jobs) throws SQLException {
    PreparedStatement ready = statement("DELETE FROM ready WHERE priority = ? AND seq = ?");
    PreparedStatement held = statement("INSERT INTO held VALUES (?, ?, ?)");
    for (long seq : jobs) {
      ready.setInt(1, PRIORITY);
      ready.setLong(2, seq);
      ready.addBatch();
      held.setLong(1, seq);
      held.setLong(2, 1);
      held.setLong(3, System.currentTimeMillis());
      held.addBatch();
    }
    ready.executeBatch();
    held.executeBatch();
  }

  /** Moves held jobs to {@code done}. */
  void end(List<Long> jobs) throws SQLException {
    PreparedStatement held = statement("DELETE FROM held WHERE seq = ?");
    PreparedStatement done = statement("INSERT INTO done VALUES (?, ?, ?, ?)");
    for (long seq : jobs) {
      held.setLong(1, seq);
      held.addBatch();
      done.setLong(1, seq);
      done.setInt(2, 1);
      done.setLong(3, System.currentTimeMillis());
      done.setLong(4, System.currentTimeMillis());
      done.addBatch();
    }
    held.executeBatch();
    done.executeBatch();
  }

  /** The states of all jobs. Fails if a row contradicts another row or the content of a payload. */
  Map<Long, State> states() throws SQLException {
    Map<Long, State> states = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      put(statement, "ready", State.READY, states);
      put(statement, "held", State.HELD, states);
      put(statement, "done", State.DONE, states);
      int jobs = 0;
      try (ResultSet rows = statement.executeQuery("SELECT seq, action, payload FROM job")) {
        while (rows.next()) {
          jobs++;
          check(rows, states);
        }
      }
      if (jobs != states.size()) {
        throw new SQLException(states.size() - jobs + " states have no job");
      }
    }
    return states;
  }

  private static void put(Statement statement, String table, State state, Map<Long, State> states)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT seq FROM " + table)) {
      while (rows.next()) {
        State other = states.put(rows.getLong(1), state);
        if (other != null) {
          throw new SQLException("job " + rows.getLong(1) + " is " + other + " and " + state);
        }
      }
    }
  }

  private static void check(ResultSet job, Map<Long, State> states) throws SQLException {
    long seq = job.getLong(1);
    if (!states.containsKey(seq)) {
      throw new SQLException("job " + seq + " has no state");
    }
    String payload = job.getString(3);
    if (!ACTION.equals(job.getString(2)) || !payload.equals(payload(seq, payload.length()))) {
      throw new SQLException("job " + seq + " has a wrong content");
    }
  }

  /** A text that depends on the job only, so that a wrong text is noticed. */
  private static String payload(long seq, int length) {
    SplittableRandom random = new SplittableRandom(seq);
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (' ' + 1 + random.nextInt(90));
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    known.clearBatch();
    return known;
  }
}
