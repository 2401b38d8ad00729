// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends changes to other processes with NOTIFY, and receives them with LISTEN on a separate
 * connection, if there is one.
 */
final class PostgresChangeNotifier implements ChangeNotifier.RemoteNotifier, Service {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresChangeNotifier.class);
  private static final String LISTENER = "jdbc-listen";
  private static final String NOTIFY = "SELECT pg_notify(?, ?)";
  private static final int WAIT_MILLIS = 5_000;
  // The interval at which the connection is tested. A connection that only listens does not notice
  // that the database server is gone.
  private static final Duration PROBE = Duration.ofSeconds(30);
  private static final int PROBE_SECONDS = 5;
  private static final Duration HISTORY_PAUSE = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);

  // Two stores in one database have different channels.
  private final String channel;
  private final Database database;
  private final Clock clock;
  // Opens the connection that receives; null if this process polls instead.
  private final @Nullable DataSource source;
  private final ChangeNotifier changeNotifier;
  private final DueJobs due;
  // Identifies this process in notifications, so that it ignores its own.
  private final String origin = UUID.randomUUID().toString();
  private final PollLoop listener;
  private final PollLoop announcer;
  private final AtomicBoolean historyChanged = new AtomicBoolean();
  // Opened by the listener thread, closed by any thread.
  private volatile @Nullable Connection connection;
  // When the connection last received something or was tested. Used only by the listener thread.
  private long receivedNanos;
  // When the last notification of new events was sent. Used only by the announcer thread.
  private long announcedNanos;

  /**
   * Creates the service.
   *
   * @param channel the name that {@link #channelOf} returned
   * @param source opens the connection that receives; null if this process polls instead
   */
  PostgresChangeNotifier(
      String channel,
      Database database,
      @Nullable DataSource source,
      ChangeNotifier changeNotifier,
      DueJobs due) {
    this.channel = channel;
    this.database = database;
    this.clock = database.clock();
    this.source = source;
    this.changeNotifier = changeNotifier;
    this.due = due;
    Backoff backoff = Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5));
    this.listener = PollLoop.of(LISTENER, this::listen, backoff);
    this.announcer = PollLoop.of("jdbc-announce", this::announceChanges, backoff);
    this.announcedNanos = clock.nanos();
  }

  /**
   * Returns the channel of the store. No other store in the database has this channel. Its name
   * contains the OID of a table, because prefix and schema together may be longer than the name of
   * a channel.
   */
  static String channelOf(Database database) {
    String oid = "SELECT CAST(CAST(CAST('baton_event_batch' AS regclass) AS oid) AS bigint)";
    return database.read(
        sql -> "baton_" + sql.fetchSingle(Tables.sql(sql, oid)).get(0, Long.class));
  }

  @Override
  public void start() {
    if (source != null) {
      listener.start();
    }
    announcer.start();
  }

  /** Within twenty seconds: both poll loops stop as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    announcer.stop();
    // The interrupt ends a wait for notifications.
    listener.stop();
    disconnect();
  }

  @Override
  public void announce(DSLContext sql, Set<ChangeNotifier.Kind> kinds) {
    StringBuilder payload = new StringBuilder(origin).append(':');
    kinds.forEach(kind -> payload.append(kind.letter()));
    sql.connection(connection -> {
      try (PreparedStatement notify = connection.prepareStatement(NOTIFY)) {
        notify.setString(1, channel);
        notify.setString(2, payload.toString());
        notify.execute();
      }
    });
  }

  @Override
  public void announceHistory() {
    if (historyChanged.compareAndSet(false, true)) {
      announcer.wake();
    }
  }

  /** Sends one notification for all changes of the history since the last one. */
  private PassResult announceChanges() {
    if (!historyChanged.get()) {
      return PassResult.waitFor(LONG);
    }
    Duration since = Duration.ofNanos(clock.nanos() - announcedNanos);
    if (since.compareTo(HISTORY_PAUSE) < 0) {
      return PassResult.waitFor(HISTORY_PAUSE.minus(since));
    }
    historyChanged.set(false);
    announcedNanos = clock.nanos();
    database.read(sql -> {
      announce(sql, EnumSet.of(ChangeNotifier.Kind.HISTORY));
      return true;
    });
    return PassResult.again();
  }

  private PassResult listen() throws SQLException {
    try {
      PGConnection listening = connected(Objects.requireNonNull(source));
      PGNotification[] notifications = listening.getNotifications(WAIT_MILLIS);
      Set<ChangeNotifier.Kind> kinds = EnumSet.noneOf(ChangeNotifier.Kind.class);
      for (PGNotification notification : notifications) {
        addKinds(notification.getParameter(), kinds);
      }
      if (kinds.contains(ChangeNotifier.Kind.POSTING)) {
        due.remove();
      }
      changeNotifier.notifyWatchers(kinds);
      probe(notifications.length > 0);
      return PassResult.again();
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  private void probe(boolean received) throws SQLException {
    long now = clock.nanos();
    Connection open = connection;
    if (received) {
      receivedNanos = now;
    } else if (open != null && now - receivedNanos > PROBE.toNanos()) {
      if (!open.isValid(PROBE_SECONDS)) {
        throw new SQLException("the connection that listens for notifications is broken", "08006");
      }
      receivedNanos = now;
    }
  }

  private void addKinds(String payload, Set<ChangeNotifier.Kind> kinds) {
    if (payload.startsWith(origin)) {
      return;
    }
    String letters = payload.substring(payload.indexOf(':') + 1);
    for (ChangeNotifier.Kind kind : ChangeNotifier.Kind.values()) {
      if (letters.indexOf(kind.letter()) >= 0) {
        kinds.add(kind);
      }
    }
  }

  private PGConnection connected(DataSource source) throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = source.getConnection();
      connection = open;
      open.setAutoCommit(true);
      try (Statement statement = open.createStatement()) {
        statement.execute("LISTEN " + channel);
      }
      receivedNanos = clock.nanos();
      // PostgreSQL does not send notifications from before LISTEN, so posts may have been missed.
      // Therefore the due time is read again.
      due.remove();
      changeNotifier.notifyAllWatchers();
    }
    return open.unwrap(PGConnection.class);
  }

  /** A connection of the application returns to its pool, so it must not listen any more. */
  private void stopListening(Connection open) throws SQLException {
    if (source instanceof DatabaseSource.SingleConnections) {
      return;
    }
    try (Statement statement = open.createStatement()) {
      statement.execute("UNLISTEN " + channel);
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try (open) {
        stopListening(open);
      } catch (SQLException e) {
        // The connection is dropped in any case.
        LOG.debug("connection cannot be closed: loop={}", LISTENER, e);
      }
    }
  }
}
