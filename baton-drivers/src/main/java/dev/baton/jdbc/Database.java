// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.baton.error.BatonException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections and how work runs on them.
 *
 * <p>Work of callers runs on platform threads of its own, and the caller waits without looking at
 * interrupts: an interrupt would close the file of an embedded database or the socket to a server
 * under everybody else, and would leave the outcome unknown.
 */
final class Database implements AutoCloseable {

  private static final int REPETITIONS = 8;
  private static final long STOP_SECONDS = 30;

  private final Dialect dialect;
  private final String place;
  private final Clock clock;
  private final HikariDataSource pool;
  private final Configuration configuration;
  private final Durability durability;
  private final ExecutorService threads;

  Database(Dialect dialect, String url, HikariDataSource pool, int poolSize, Clock clock) {
    this.dialect = dialect;
    this.place = ConnectionUrl.place(url);
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
    this.threads = Executors.newFixedThreadPool(poolSize, body -> Threads.platform("jdbc", body));
  }

  Dialect dialect() {
    return dialect;
  }

  String place() {
    return place;
  }

  Clock clock() {
    return clock;
  }

  /** The database's clock, as an expression for the statement being made now. */
  Field<Long> now() {
    return dialect.now(clock);
  }

  /** The database's clock, asked for by itself. */
  long now(DSLContext sql) {
    return dialect == Dialect.H2
        ? clock.now().toEpochMilli()
        : sql.select(now()).fetchSingle().value1();
  }

  /** One transaction; repeated when the server rolled it back for the sake of others. */
  <T extends @Nullable Object> T write(Function<DSLContext, T> work) {
    return elsewhere(() -> writeHere(work));
  }

  /** Statements that change nothing, each for itself. */
  <T extends @Nullable Object> T read(Function<DSLContext, T> work) {
    return elsewhere(() -> readHere(work));
  }

  private <T extends @Nullable Object> T elsewhere(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, threads).join();
    } catch (RejectedExecutionException e) {
      throw new UnavailableException("the database at " + place + " is closed", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** As {@link #write}, on the calling thread, which nobody interrupts. */
  <T extends @Nullable Object> T writeHere(Function<DSLContext, T> work) {
    for (int left = REPETITIONS; ; left--) {
      try {
        return once(work);
      } catch (RuntimeException | SQLException e) {
        SQLException sql = e instanceof BatonException ? null : SqlErrors.in(e);
        if (sql == null) {
          throw (RuntimeException) e;
        }
        if (left == 0 || !SqlErrors.isRolledBack(sql)) {
          throw SqlErrors.translated(sql, place);
        }
      }
    }
  }

  private <T extends @Nullable Object> T once(Function<DSLContext, T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      T answer;
      try {
        answer = work.apply(on(connection));
        connection.commit();
      } catch (RuntimeException | SQLException e) {
        rollBack(connection, e);
        throw e;
      }
      connection.setAutoCommit(true);
      durability.afterCommit(connection);
      return answer;
    }
  }

  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The pool drops a broken connection.
      failure.addSuppressed(e);
    }
  }

  <T extends @Nullable Object> T readHere(Function<DSLContext, T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.apply(on(connection));
    } catch (SQLException e) {
      throw SqlErrors.translated(e, place);
    } catch (DataAccessException e) {
      SQLException sql = SqlErrors.in(e);
      throw sql == null ? e : SqlErrors.translated(sql, place);
    }
  }

  private DSLContext on(Connection connection) {
    return DSL.using(configuration.derive(connection));
  }

  /** Waits for work under way. */
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
