// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PgBouncerServer;
import dev.baton.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a slow search ends and does not disturb other statements. */
final class SearchTimeoutTest {

  private static String newDatabase(String server) {
    return switch (server) {
      case "postgres" -> PostgresServer.shared().newDatabase();
      case "pgbouncer" -> PgBouncerServer.shared().newDatabase();
      default -> MariaDbServer.shared().newDatabase();
    };
  }

  private static String slow(String server) {
    return server.equals("mariadb")
        ? "SELECT count(*) FROM seq_1_to_100000 a, seq_1_to_100000 b, seq_1_to_10 c"
        : "SELECT cast(pg_sleep(12) AS text)";
  }

  /** Opens a database with four connections for statements, so that two searches run at once. */
  private static Database database(OpenDatabase.Opened opened, JdbcBackend.Options options) {
    return new Database(
        opened.dialect(),
        opened.url(),
        opened.pool(),
        4,
        options.tables(),
        options.searchTimeout(),
        Clock.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "pgbouncer", "mariadb"})
  @Tag("integration")
  void search_thatIsTooSlow_isCancelledAndOthersContinue(String server) {
    JdbcBackend.Options options =
        JdbcBackend.Options.of(newDatabase(server)).withSearchTimeoutSeconds(1);
    try (OpenDatabase.Opened opened = new OpenDatabase(options).run(5);
        Database database = database(opened, options)) {
      CompletableFuture<Integer> others =
          CompletableFuture.supplyAsync(() -> {
            int counts = 0;
            for (int i = 0; i < 20; i++) {
              counts += database.search(sql -> sql.fetchCount(JobTable.JOB));
            }
            return counts;
          });
      assertThatThrownBy(() -> database.search(sql -> sql.fetch(slow(server))))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("took longer than 1 seconds, so the database cancelled it")
          .hasMessageContaining("search-timeout-seconds");
      assertThat(others.join()).isZero();
      int jobs = database.search(sql -> sql.fetchCount(JobTable.JOB));
      assertThat(jobs).isZero();
    }
  }

  @Test
  @Tag("integration")
  void searches_thatOccupyTheirConnections_doNotHoldUpOtherStatements() {
    JdbcBackend.Options options =
        JdbcBackend.Options.of(newDatabase("postgres")).withSearchTimeoutSeconds(3);
    try (OpenDatabase.Opened opened = new OpenDatabase(options).run(5);
        Database database = database(opened, options);
        ExecutorService callers = Threads.virtualPerTask("search")) {
      List<CompletableFuture<Throwable>> searches =
          Stream.generate(() ->
                  CompletableFuture.supplyAsync(
                      () ->
                          catchThrowable(() -> database.search(sql -> sql.fetch(slow("postgres")))),
                      callers))
              .limit(8)
              .toList();
      // Without connections that are left to it, this read would wait until a search ends.
      await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> database.read(SearchTimeoutTest::sleepingSearches) == 2);
      assertThat(searches).noneMatch(CompletableFuture::isDone);
      assertThat(searches.stream().map(CompletableFuture::join).map(Throwable::getMessage))
          .filteredOn(message -> message.contains("waited 3 seconds for its turn"))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  private static int sleepingSearches(DSLContext sql) {
    return sql.fetchCount(
        DSL.table("pg_stat_activity"),
        DSL.condition("state = 'active' AND query LIKE 'SELECT cast(pg_sleep%'"));
  }

  @Test
  void timeout_outOfRange_isRefused() {
    JdbcBackend.Options options = JdbcBackend.Options.of("jdbc:h2:mem:timeout");
    assertThatThrownBy(() -> options.withSearchTimeoutSeconds(16))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is 16 seconds; allowed: 1 to 15");
  }

  @Test
  void timeout_withinTheRange_isKept() {
    assertThat(
            JdbcBackend.Options.of("jdbc:h2:mem:timeout")
                .withSearchTimeoutSeconds(3)
                .withPoolSize(2)
                .searchTimeout())
        .isEqualTo(Duration.ofSeconds(3));
  }
}
