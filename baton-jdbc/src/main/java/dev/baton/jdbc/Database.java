// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.ConnectionUse;
import dev.baton.error.BatonException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Threads;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL statements on the pool of connections.
 *
 * <p>The statements run on separate platform threads, and the calling thread waits uninterruptibly.
 * An interrupt during a statement would close the file of an embedded database, or the socket to a
 * database server. That would fail the statements of other threads too, and the outcome of the
 * interrupted statement would be unknown.
 */
final class Database implements AutoCloseable {

  private static final int REPETITIONS = 8;
  // If a connection fails within this time after the start of a statement, the connection died
  // while it was idle in the pool, so the statement is repeated on another connection. If the
  // database server hangs, the failure comes later, and the statement is not repeated.
  private static final long IDLE_DEATH_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long STOP_SECONDS = 30;

  /**
   * Whether the present thread runs {@link #runOnOneThread}. It is static, so that a thread of one
   * pool of connections also uses the other without a switch.
   */
  private static final ThreadLocal<Boolean> IS_WORKER = ThreadLocal.withInitial(() -> false);

  private final Dialect dialect;
  private final String databaseAddress;
  private final Clock clock;
  private final ConnectionPool pool;
  private final Configuration configuration;
  // Its statements are cancelled after the timeout of searches.
  private final Configuration limitedConfiguration;
  private final Duration searchTimeout;
  // The searches that may run at once: half of the connections, so that any number of slow searches
  // leaves connections to posts, claims and ends.
  private final Semaphore searchPermits;
  private final Durability durability;
  private final ThreadPoolExecutor threads;
  private final Set<CountDownLatch> writing = ConcurrentHashMap.newKeySet();

  Database(
      Dialect dialect,
      String url,
      ConnectionPool pool,
      int poolSize,
      TableNames names,
      Duration searchTimeout,
      Clock clock) {
    this.dialect = dialect;
    this.databaseAddress = ConnectionUrl.databaseAddress(url);
    this.clock = clock;
    this.pool = pool;
    this.durability = Durability.of(dialect, url);
    this.configuration =
        new DefaultConfiguration()
            .set(dialect.jooq())
            .set(
                new Settings()
                    .withRenderQuotedNames(RenderQuotedNames.NEVER)
                    .withInListPadding(true)
                    .withExecuteLogging(false));
    names.applyTo(configuration);
    this.searchTimeout = searchTimeout;
    this.searchPermits = new Semaphore(Math.max(1, poolSize / 2), true);
    Settings limited = SettingsTools.clone(configuration.settings());
    limited.setQueryTimeout(Math.toIntExact(searchTimeout.toSeconds()));
    this.limitedConfiguration = configuration.derive(limited);
    this.threads =
        new ThreadPoolExecutor(
            poolSize,
            poolSize,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> Threads.platform("jdbc", body));
  }

  Dialect dialect() {
    return dialect;
  }

  String databaseAddress() {
    return databaseAddress;
  }

  Clock clock() {
    return clock;
  }

  /** The database's clock, as an expression in the statement that is built now. */
  Field<Long> now() {
    return dialect.now(clock);
  }

  /**
   * Reads the database's clock with a separate statement, except on H2, which uses the clock of
   * this process.
   */
  long now(DSLContext sql) {
    return dialect == Dialect.H2
        ? clock.now().toEpochMilli()
        : sql.select(now()).fetchSingle().value1();
  }

  /**
   * Runs one transaction. The transaction is repeated if the database rolled it back because of
   * other transactions.
   */
  <T extends @Nullable Object> T write(Function<DSLContext, T> work) {
    return runOnPool(() -> writeOnThisThread(work));
  }

  /**
   * Runs one statement as its own transaction, which saves two round trips. The statement must be
   * harmless if it is carried out twice, because it is repeated when a connection breaks.
   */
  <T extends @Nullable Object> T writeStatement(Function<DSLContext, T> statement) {
    return runOnPool(() -> writeStatementOnThisThread(statement));
  }

  /** As {@link #writeStatement}, but on the calling thread, which must not be interrupted. */
  <T extends @Nullable Object> T writeStatementOnThisThread(Function<DSLContext, T> statement) {
    return repeated(() -> runStatement(statement));
  }

  /** Runs statements that change nothing, without a transaction. */
  <T extends @Nullable Object> T read(Function<DSLContext, T> work) {
    return runOnPool(() -> readOnThisThread(work));
  }

  /**
   * Runs statements like {@link #read}, each of which the database cancels after the timeout of
   * searches. For statements that a user can make slow. At most half of the connections search at
   * once; a search waits for its turn.
   *
   * @throws UnavailableException if a statement was cancelled, or if the search did not get its
   *     turn within the timeout of searches
   */
  <T extends @Nullable Object> T search(Function<DSLContext, T> work) {
    if (IS_WORKER.get()) {
      return searchOnThisThread(work);
    }
    awaitSearchPermit();
    try {
      return runOnPool(() -> searchOnThisThread(work));
    } finally {
      searchPermits.release();
    }
  }

  private void awaitSearchPermit() {
    Deadline end = Deadline.after(clock.nanos(), searchTimeout);
    boolean interrupted = false;
    boolean acquired = false;
    try {
      while (!acquired) {
        try {
          acquired = searchPermits.tryAcquire(end.nanos() - clock.nanos(), TimeUnit.NANOSECONDS);
          if (!acquired) {
            throw new UnavailableException(
                "the database at "
                    + databaseAddress
                    + " is busy with other searches; this search waited "
                    + searchTimeout.toSeconds()
                    + " seconds for its turn. Try again later");
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T extends @Nullable Object> T searchOnThisThread(Function<DSLContext, T> work) {
    return repeated(() -> {
      try {
        return onConnection(
            connection -> work.apply(DSL.using(limitedConfiguration.derive(connection))));
      } catch (RuntimeException | SQLException e) {
        SQLException sql = SqlErrors.in(e);
        if (sql != null && SqlErrors.isCancelled(sql)) {
          throw new UnavailableException(
              "a search took longer than "
                  + searchTimeout.toSeconds()
                  + " seconds, so the database cancelled it; add conditions that few jobs meet,"
                  + " such as a state, an action or a time, or raise search-timeout-seconds",
              e);
        }
        throw e;
      }
    });
  }

  /**
   * Runs several reads and writes on one thread of the pool, to avoid switches between threads.
   * Each of them is still a transaction of its own. The work must not wait for anything else,
   * because it occupies the thread.
   */
  <T extends @Nullable Object> T runOnOneThread(Supplier<T> work) {
    return runOnPool(() -> {
      IS_WORKER.set(true);
      try {
        return work.get();
      } finally {
        IS_WORKER.remove();
      }
    });
  }

  private <T extends @Nullable Object> T runOnPool(Supplier<T> task) {
    if (IS_WORKER.get()) {
      return task.get();
    }
    try {
      return CompletableFuture.supplyAsync(inTrace(task), threads).join();
    } catch (RejectedExecutionException e) {
      throw new UnavailableException("the database at " + databaseAddress + " is closed", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Passes the trace of this thread on to the thread of the pool. */
  private static <T extends @Nullable Object> Supplier<T> inTrace(Supplier<T> task) {
    Span span = CurrentSpan.get();
    if (!span.isRecorded()) {
      return task;
    }
    return () -> {
      try (CurrentSpan.Scope scope = CurrentSpan.enter(span)) {
        return task.get();
      }
    };
  }

  /** As {@link #write}, but on the calling thread, which must not be interrupted. */
  <T extends @Nullable Object> T writeOnThisThread(Function<DSLContext, T> work) {
    return repeated(() -> runOnce(work));
  }

  /**
   * Work that may be repeated if it fails because of other transactions, or before it had any
   * effect.
   */
  @FunctionalInterface
  private interface Attempt<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** The commit failed, so it is unknown whether the changes were stored. */
  private static final class UnknownOutcome extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final SQLException failure;

    UnknownOutcome(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private <T extends @Nullable Object> T repeated(Attempt<T> attempt) {
    long start = clock.nanos();
    for (int left = REPETITIONS; ; left--) {
      try {
        return attempt.run();
      } catch (UnknownOutcome e) {
        if (left == 0 || !SqlErrors.isRolledBack(e.failure)) {
          throw SqlErrors.translatedCommit(e.failure, databaseAddress);
        }
      } catch (RuntimeException | SQLException e) {
        SQLException sql = e instanceof BatonException ? null : SqlErrors.in(e);
        if (sql == null) {
          throw (RuntimeException) e;
        }
        if (left == 0 || !(SqlErrors.isRolledBack(sql) || isStale(sql, start))) {
          throw SqlErrors.translated(sql, databaseAddress);
        }
      }
    }
  }

  /** Whether the database server closed the connection while it was idle in the pool. */
  private boolean isStale(SQLException e, long startNanos) {
    return SqlErrors.isConnectionLost(e) && clock.nanos() - startNanos < IDLE_DEATH_NANOS;
  }

  private <T extends @Nullable Object> T runOnce(Function<DSLContext, T> work) throws SQLException {
    CountDownLatch ended = new CountDownLatch(1);
    writing.add(ended);
    try {
      return onConnection(connection -> transact(connection, work));
    } finally {
      writing.remove(ended);
      ended.countDown();
    }
  }

  private <T extends @Nullable Object> T transact(
      Connection connection, Function<DSLContext, T> work) throws SQLException {
    connection.setAutoCommit(false);
    T answer;
    try {
      answer = work.apply(on(connection));
    } catch (RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
    commit(connection);
    return answer;
  }

  /**
   * Waits for the writing transactions of this process that have started.
   *
   * @return whether they ended in time
   */
  boolean awaitWrites(Duration atMost) {
    Deadline end = Deadline.after(clock.nanos(), atMost);
    boolean ended = true;
    for (CountDownLatch each : List.copyOf(writing)) {
      try {
        long left = Math.max(0, end.nanos() - clock.nanos());
        ended &= each.await(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return ended;
  }

  private void commit(Connection connection) {
    try {
      connection.commit();
      connection.setAutoCommit(true);
      durability.afterCommit(connection);
    } catch (SQLException e) {
      rollBack(connection, e);
      throw new UnknownOutcome(e);
    }
  }

  private <T extends @Nullable Object> T runStatement(Function<DSLContext, T> statement)
      throws SQLException {
    return onConnection(connection -> {
      T answer = statement.apply(on(connection));
      durability.afterCommit(connection);
      return answer;
    });
  }

  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  <T extends @Nullable Object> T readOnThisThread(Function<DSLContext, T> work) {
    return repeated(() -> onConnection(connection -> work.apply(on(connection))));
  }

  /** Runs work on a connection of the pool. In a trace, each statement has its own span. */
  private <T extends @Nullable Object> T onConnection(ConnectionPool.Work<T> work)
      throws SQLException {
    Span span = CurrentSpan.get();
    return span.isRecorded()
        ? pool.run(connection -> work.on(TracedConnection.of(connection, span, dialect)))
        : pool.run(work);
  }

  private DSLContext on(Connection connection) {
    return DSL.using(configuration.derive(connection));
  }

  /** Returns how much the connections are used now. Calls wait for a thread or a connection. */
  ConnectionUse connectionUse() {
    ConnectionUse use = pool.use();
    return new ConnectionUse(use.limit(), use.busy(), use.waiting() + threads.getQueue().size());
  }

  /** Waits at most 30 seconds for running work. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }
}
