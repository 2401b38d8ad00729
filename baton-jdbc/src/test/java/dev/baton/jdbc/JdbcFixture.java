// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.baton.backend.Backend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.clock.RealTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Two backends on one empty database. */
final class JdbcFixture implements BackendFixture {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Clock clock;
  private final JdbcBackend backend;
  private final Supplier<JdbcBackend.Options> options;
  // Guarded by the lock of this object. Most tests need no second backend, and it costs
  // connections.
  private @Nullable JdbcBackend another;
  private final String url;
  private final Consumer<String> onClosed;

  private JdbcFixture(String url, Clock clock, Consumer<String> onClosed) {
    this(url, () -> new JdbcBackend.Options(url, null, null, 4), clock, onClosed);
  }

  private JdbcFixture(
      String url, Supplier<JdbcBackend.Options> options, Clock clock, Consumer<String> onClosed) {
    this.url = url;
    this.clock = clock;
    this.onClosed = onClosed;
    this.options = options;
    this.backend = JdbcBackend.open(options.get(), clock);
  }

  /** Returns a fixture on a database in memory with a clock that tests move. */
  static JdbcFixture h2() {
    String url = "jdbc:h2:mem:test" + DATABASES.incrementAndGet();
    return new JdbcFixture(url, new ManualClock(), closed -> {});
  }

  /**
   * Returns a fixture on a database in memory with the real clock, for code that runs on its own
   * threads.
   */
  static JdbcFixture h2InRealTime() {
    String url = "jdbc:h2:mem:test" + DATABASES.incrementAndGet();
    return new JdbcFixture(url, Clock.system(), closed -> {});
  }

  /** Returns a fixture on a database of a server, which uses the server's clock. */
  static JdbcFixture server(DatabasePool databases) {
    return new JdbcFixture(databases.take(), Clock.system(), databases::giveBack);
  }

  /** Returns a fixture like {@link #server(DatabasePool)}, with other options. */
  static JdbcFixture server(DatabasePool databases, UnaryOperator<JdbcBackend.Options> change) {
    String url = databases.take();
    JdbcBackend.Options usual = new JdbcBackend.Options(url, null, null, 4);
    return new JdbcFixture(url, () -> change.apply(usual), Clock.system(), databases::giveBack);
  }

  /**
   * Returns a fixture whose backends have a pool of the application each, and tables with a prefix
   * in a schema of their own.
   *
   * @param schemaOf returns the schema of the tables in the database with a URL
   */
  static JdbcFixture givenPools(
      DatabasePool databases, int connections, UnaryOperator<String> schemaOf) {
    String url = databases.take();
    List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
    return new JdbcFixture(
        url,
        () -> {
          HikariDataSource pool = applicationPool(url, connections);
          pools.add(pool);
          return JdbcBackend.Options.of(pool)
              .withPoolSize(2)
              .withTablePrefix("acme_")
              .withSchema(schemaOf.apply(url));
        },
        Clock.system(),
        closed -> {
          pools.forEach(HikariDataSource::close);
          databases.giveBack(closed);
        });
  }

  /** Returns a pool with settings that are not those of Baton. */
  static HikariDataSource applicationPool(String url, int connections) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(0);
    pool.setAutoCommit(false);
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    pool.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    return pool;
  }

  static String urlOf(JdbcBackend.Options options) {
    return switch (options.source()) {
      case DatabaseSource.Address address -> address.url();
      case DatabaseSource.Given given -> throw new IllegalArgumentException("a given data source");
    };
  }

  private @Nullable ManualClock manual() {
    return clock instanceof ManualClock manual ? manual : null;
  }

  String url() {
    return url;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public synchronized Backend otherProcessView() {
    if (another == null) {
      another = JdbcBackend.open(options.get(), clock);
    }
    return another;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void passTime(Duration duration) {
    ManualClock manual = manual();
    if (manual == null) {
      RealTime.pass(duration);
    } else {
      manual.advance(duration);
    }
  }

  @Override
  public Duration lease() {
    return manual() == null ? Duration.ofSeconds(2) : Duration.ofSeconds(8);
  }

  @Override
  public synchronized void close() {
    if (another != null) {
      another.close();
    }
    backend.close();
    onClosed.accept(url);
  }
}
