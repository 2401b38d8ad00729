// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.board.BoardSession;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.RealTime;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests stores in a database that an application, or another store, uses too. */
@Tag("integration")
final class SharedDatabaseTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  /** A server, and options of two stores that share a database of it. */
  static Stream<Arguments> neighbours() {
    UnaryOperator<JdbcBackend.Options> usual = UnaryOperator.identity();
    return Stream.of("postgres", "mariadb")
        .flatMap(server ->
            Stream.of(
                Arguments.of(server, usual, named(options -> options.withTablePrefix("acme_"))),
                Arguments.of(
                    server,
                    usual,
                    named(
                        options -> options.withSchema(otherSchema(JdbcFixture.urlOf(options)))))));
  }

  private static UnaryOperator<JdbcBackend.Options> named(
      UnaryOperator<JdbcBackend.Options> options) {
    return options;
  }

  private static String newDatabase(String server) {
    return server.equals("postgres")
        ? PostgresServer.shared().newDatabase()
        : MariaDbServer.shared().newDatabase();
  }

  private static String otherSchema(String url) {
    return url.replaceAll("\\?.*", "").replaceAll(".*/", "") + "_jobs";
  }

  private static JdbcBackend open(JdbcBackend.Options options) {
    return JdbcBackend.open(options, Clock.system());
  }

  private static Job post(JdbcBackend store) {
    Job job =
        Job.posted(
            JobId.create(Clock.system().now()),
            JobSpec.of("noop"),
            Acl.ownedBy(Principals.ADMIN),
            Clock.system().now(),
            "internal");
    store.jobs().add(List.of(job));
    return job;
  }

  private static List<JobId> claim(JdbcBackend store) {
    BoardSession session = store.board().join("executor", LEASE);
    return session.claim(10, new AdmitEverything()).stream()
        .map(claim -> claim.job().id())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void storesInOneDatabase_doNotSeeEachOther(
      String server,
      UnaryOperator<JdbcBackend.Options> first,
      UnaryOperator<JdbcBackend.Options> second) {
    JdbcBackend.Options options = JdbcBackend.Options.of(newDatabase(server));
    AtomicInteger noticed = new AtomicInteger();
    AtomicInteger noticedHere = new AtomicInteger();
    try (JdbcBackend one = open(first.apply(options));
        JdbcBackend sameAsOne = open(first.apply(options));
        JdbcBackend two = open(second.apply(options))) {
      Watch there = two.board().watch(noticed::incrementAndGet);
      Watch here = sameAsOne.board().watch(noticedHere::incrementAndGet);
      // A watch is called once when its connection opens.
      RealTime.pass(Duration.ofSeconds(2));
      noticed.set(0);
      noticedHere.set(0);
      Job job = post(one);
      await().untilAsserted(() -> assertThat(noticedHere).hasPositiveValue());
      assertThat(noticed).hasValue(0);
      assertThat(claim(two)).isEmpty();
      assertThat(claim(sameAsOne)).containsExactly(job.id());
      assertThat(one.election().contend(List.of("upkeep"), "one", LEASE)).hasSize(1);
      assertThat(two.election().contend(List.of("upkeep"), "two", LEASE)).hasSize(1);
      assertThat(sameAsOne.election().contend(List.of("upkeep"), "three", LEASE)).isEmpty();
      there.close();
      here.close();
    }
  }

  private static Flyway hostMigrations(String url, String target) {
    return Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:dev/baton/jdbc/host")
        .target(MigrationVersion.fromVersion(target))
        .load();
  }

  private static List<String> rows(String url, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void applicationWithItsOwnMigrationsAndTables_isUndisturbed(
      String server,
      UnaryOperator<JdbcBackend.Options> first,
      UnaryOperator<JdbcBackend.Options> second)
      throws SQLException {
    String url = newDatabase(server);
    hostMigrations(url, "1").migrate();
    JdbcBackend.Options options = JdbcBackend.Options.of(url);
    for (UnaryOperator<JdbcBackend.Options> each : List.of(first, second)) {
      try (JdbcBackend store = open(each.apply(options))) {
        Job job = post(store);
        assertThat(claim(store)).containsExactly(job.id());
      }
    }
    Flyway later = hostMigrations(url, "2");
    assertThat(later.migrate().migrationsExecuted).isEqualTo(1);
    assertThatCode(later::validate).doesNotThrowAnyException();
    assertThat(rows(url, "SELECT title FROM job WHERE salary = 7")).containsExactly("gardener");
    assertThat(rows(url, "SELECT balance FROM account")).containsExactly("100");
    assertThat(rows(url, "SELECT version FROM flyway_schema_history ORDER BY version"))
        .containsExactly("1", "2");
    try (JdbcBackend store = open(second.apply(options))) {
      assertThatCode(store::check).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void tableOfAnotherProgramWithBatonsName_isRefusedBeforeAnythingIsCreated(
      String server,
      UnaryOperator<JdbcBackend.Options> first,
      UnaryOperator<JdbcBackend.Options> second)
      throws SQLException {
    String url = newDatabase(server);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE baton_job (id INT)");
    }
    JdbcBackend.Options options = JdbcBackend.Options.of(url);
    assertThatThrownBy(() -> open(first.apply(options)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the table 'baton_job' in")
        .hasMessageContaining("choose another table prefix");
    try (JdbcBackend store = open(second.apply(options))) {
      assertThatCode(store::check).doesNotThrowAnyException();
    }
  }
}
