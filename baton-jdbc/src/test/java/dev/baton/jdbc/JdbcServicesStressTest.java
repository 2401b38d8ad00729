// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.service.ServiceStress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the SQL backend in any order, on a database in memory. */
@Isolated("checks the threads of the JVM")
final class JdbcServicesStressTest {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** A service of the backend, with the parts that it needs. */
  abstract static class OnH2 extends ServiceStress {
    private final JdbcBackend.Options options =
        new JdbcBackend.Options("jdbc:h2:mem:stress" + DATABASES.incrementAndGet(), null, null, 2);
    private final JdbcBackend backend = JdbcBackend.open(options, Clock.system());
    final OpenDatabase.Opened opened = new OpenDatabase(options).run(2);
    final Database database =
        new Database(
            opened.dialect(),
            opened.url(),
            opened.pool(),
            2,
            TableNames.DEFAULT,
            Duration.ofSeconds(15),
            Clock.system());
    final ChangeNotifier changeNotifier = new ChangeNotifier(true);
    final DueJobs due = new DueJobs(database, changeNotifier, Duration.ofMinutes(1));

    OnH2() {
      // A job that is ready for a claim.
      backend.jobs().add(List.of(JobBuilder.aJob().build()));
    }

    @AfterEach
    void close() {
      database.close();
      opened.close();
      backend.close();
    }
  }

  @Nested
  final class WatchLeasesStress extends OnH2 {
    @Override
    protected Subject create() {
      Leases leases = new Leases(database);
      ReleaseJobs release = new ReleaseJobs(database, leases, changeNotifier);
      WatchLeases watchLeases =
          new WatchLeases(database, leases, release, changeNotifier, Duration.ofMinutes(1));
      return new Subject(
          watchLeases,
          () -> {
            database.writeStatement(sql -> leases.join(sql, "dead", Duration.ofMillis(1), null));
            changeNotifier.notifyWatchers(Set.of(ChangeNotifier.Kind.JOINING));
            await().pollInterval(Duration.ofMillis(5)).until(() -> watchLeases.releases() > 0);
          },
          () -> assertNoThreads("jdbc-leases"));
    }
  }

  /** Has no backend, because a backend deletes old events itself. */
  @Nested
  final class DeleteOldEventsStress extends ServiceStress {
    private final JdbcBackend.Options options =
        new JdbcBackend.Options("jdbc:h2:mem:stress" + DATABASES.incrementAndGet(), null, null, 2);
    private final OpenDatabase.Opened opened = new OpenDatabase(options).run(2);
    private final Database database =
        new Database(
            opened.dialect(),
            opened.url(),
            opened.pool(),
            2,
            TableNames.DEFAULT,
            Duration.ofSeconds(15),
            Clock.system());

    @AfterEach
    void close() {
      database.close();
      opened.close();
    }

    @Override
    protected Subject create() {
      insertOldBatch();
      return new Subject(
          new DeleteOldEvents(database),
          () -> await().pollInterval(Duration.ofMillis(5)).until(() -> countBatches() == 0),
          () -> assertNoThreads("jdbc-old-events"));
    }

    private void insertOldBatch() {
      database.write(sql ->
          sql.insertInto(Tables.EVENT_BATCH)
              .set(Tables.AT_TIME, 0L)
              .set(Tables.EVENTS, "[]")
              .execute());
    }

    private int countBatches() {
      return database.read(sql -> sql.fetchCount(Tables.EVENT_BATCH));
    }
  }

  @Nested
  final class PollingChangeNotifierStress extends OnH2 {
    @Override
    protected Subject create() {
      AtomicInteger told = new AtomicInteger();
      ChangeNotifier own = new ChangeNotifier(false);
      own.watch(ChangeNotifier.Kind.POSTING, told::incrementAndGet);
      return new Subject(
          new PollingChangeNotifier(database, own, due),
          () -> await().pollInterval(Duration.ofMillis(5)).until(() -> told.get() > 0),
          () -> assertNoThreads("jdbc-signals"));
    }
  }

  /** H2 refuses LISTEN, so the service connects again and again. */
  @Nested
  final class PostgresChangeNotifierStress extends OnH2 {
    @Override
    protected Subject create() {
      RecordingSource source =
          new RecordingSource(
              new DatabaseSource.Address(opened.url(), null, null)
                  .singleConnections(Dialect.H2, ConnectionUrl.Plans.CREATED_EACH_TIME));
      return new Subject(
          new PostgresChangeNotifier("baton", database, source, changeNotifier, due),
          () ->
              await().pollInterval(Duration.ofMillis(5)).until(() -> !source.connections.isEmpty()),
          () -> {
            assertThat(source.connections).allMatch(RecordingSource::isClosed);
            assertNoThreads("jdbc-listen", "jdbc-announce");
          });
    }
  }

  /** Remembers the connections that it has opened. */
  private static final class RecordingSource implements DataSource {
    private final DataSource source;
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    RecordingSource(DataSource source) {
      this.source = source;
    }

    static boolean isClosed(Connection connection) {
      try {
        return connection.isClosed();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = source.getConnection();
      connections.add(connection);
      return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
      return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
      return source.isWrapperFor(type);
    }
  }
}
