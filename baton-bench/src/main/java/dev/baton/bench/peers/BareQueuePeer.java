// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import dev.baton.service.Threads;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The least that a queue on PostgreSQL needs: a table, from which threads take batches with {@code
 * SKIP LOCKED}, and delete them in the same transaction. It has no leases, states or history; it
 * shows what the database allows.
 */
final class BareQueuePeer implements Peer {

  static final int THREADS = 2;
  static final int BATCH = 100;
  static final String SETTINGS =
      "batches of %d, %d threads, one transaction per batch".formatted(BATCH, THREADS);

  private static final String CHANNEL = "bare_queue";
  private static final String TABLES =
      """
      CREATE TABLE bare_queue (id bigserial PRIMARY KEY, timed boolean NOT NULL);
      CREATE TABLE bare_result (id bigint PRIMARY KEY, result text NOT NULL);
      CREATE TABLE bare_log (id bigint PRIMARY KEY, line text NOT NULL);
      """;
  private static final String POST =
      "WITH posted AS (INSERT INTO bare_queue (timed) SELECT ? FROM generate_series(1, ?)"
          + " RETURNING id) SELECT min(id), pg_notify('"
          + CHANNEL
          + "', '') FROM posted";
  private static final String TAKE =
      "SELECT id, timed FROM bare_queue ORDER BY id LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED";
  private static final int POST_BATCH = 1000;
  private static final int WAKE_MILLIS = 200;

  private final JobWork jobWork;
  private final JobProbe jobProbe;
  private final PeerConnectionPool pool;
  private final List<Thread> workers = new ArrayList<>();
  // Written by the thread that starts and stops, read by the workers.
  private volatile boolean running;

  BareQueuePeer(String url, JobWork jobWork, JobProbe jobProbe) throws SQLException {
    this.jobWork = jobWork;
    this.jobProbe = jobProbe;
    this.pool = new PeerConnectionPool(url, 20);
    pool.createTables("bare_queue", TABLES);
  }

  @Override
  public void post(int count) throws SQLException {
    for (int done = 0; done < count; done += POST_BATCH) {
      insert(Math.min(POST_BATCH, count - done), false);
    }
  }

  @Override
  public void post() throws SQLException {
    insert(1, false);
  }

  @Override
  public String postTimed() throws SQLException {
    return String.valueOf(insert(1, true));
  }

  private long insert(int count, boolean timed) throws SQLException {
    try (Connection connection = pool.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(POST)) {
      statement.setBoolean(1, timed);
      statement.setInt(2, count);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  @Override
  public void start() {
    running = true;
    for (int i = 0; i < THREADS; i++) {
      workers.add(Thread.ofPlatform().name("bare-queue-" + i).start(this::takeAll));
    }
  }

  private void takeAll() {
    try (Connection connection = pool.dataSource().getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + CHANNEL);
      }
      connection.setAutoCommit(false);
      while (running) {
        if (take(connection) == 0) {
          connection.unwrap(PGConnection.class).getNotifications(WAKE_MILLIS);
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      // The process of the measurement notices that no job runs any more.
      throw new IllegalStateException("a thread of the bare queue ended", e);
    }
  }

  private int take(Connection connection) throws SQLException {
    List<Long> ids = new ArrayList<>(BATCH);
    List<Long> numbers = new ArrayList<>(BATCH);
    try (PreparedStatement take = connection.prepareStatement(TAKE);
        ResultSet rows = take.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
        if (rows.getBoolean(2)) {
          jobProbe.started(rows.getString(1));
        } else {
          numbers.add(jobProbe.ran());
        }
      }
    }
    if (!ids.isEmpty()) {
      end(connection, ids, numbers);
    }
    connection.commit();
    return ids.size();
  }

  private void end(Connection connection, List<Long> ids, List<Long> numbers) throws SQLException {
    execute(connection, "DELETE FROM bare_queue WHERE id = ANY (?)", ids);
    if (jobWork.hasResult()) {
      execute(connection, "INSERT INTO bare_result SELECT * FROM unnest(?, ?)", ids, numbers);
    }
    if (jobWork.hasLog()) {
      execute(
          connection,
          "INSERT INTO bare_log SELECT id, 'this is job ' || n FROM unnest(?, ?) AS t (id, n)",
          ids,
          numbers);
    }
  }

  @SafeVarargs
  private static void execute(Connection connection, String sql, List<Long>... columns)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.length; i++) {
        Object[] values = columns[i].toArray();
        Array array = connection.createArrayOf("bigint", values);
        statement.setArray(i + 1, array);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void stop() {
    running = false;
    workers.forEach(Threads::join);
    workers.clear();
  }

  @Override
  public long unfinished() throws SQLException {
    return pool.number("SELECT count(*) FROM bare_queue");
  }

  @Override
  public boolean allEnded() throws SQLException {
    return pool.isEmpty("SELECT 1 FROM bare_queue");
  }

  @Override
  public void close() {
    stop();
    pool.close();
  }
}
