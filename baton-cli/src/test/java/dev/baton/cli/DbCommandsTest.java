// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class DbCommandsTest {

  private static final String OLDER = "DELETE FROM baton_schema_history WHERE version = '2'";
  private static final String NEWER =
      "INSERT INTO baton_schema_history (installed_rank, version, description, type, script,"
          + " checksum, installed_by, execution_time, success) VALUES (999, '999', 'later', 'SQL',"
          + " 'V999__later.sql', 1, 'x', 1, TRUE)";

  /** Removes what the second migration created. */
  private static final String WITHOUT_INDEXES =
      "DO $$ DECLARE each text; BEGIN FOR each IN SELECT indexname FROM pg_indexes WHERE indexname"
          + " ~ '^baton_(job_(created|action|acl|parent|target|retry_of)|active_job_(ready|due|holder|owned|resumable|scheduled))$'"
          + " LOOP EXECUTE 'DROP INDEX ' || each; END LOOP; END $$";

  @TempDir Path folder;

  @Test
  void embeddedStore_isMigratedBeforeTheFirstStart() {
    Path data = folder.resolve("data");
    Result missing = db("status");
    expect(missing, ExitCode.FAILED, "H2 ", "jdbc:h2:file:" + data.resolve("baton"));
    assertThat(missing.out()).contains("there are no tables yet; this release creates version 2");
    expect(db("migrate", "--dry-run"), ExitCode.OK, "CREATE TABLE baton_job (", "-- Version 2: ");
    assertThat(data).doesNotExist();
    expect(db("migrate"), ExitCode.OK, "1        tables", "is migrated: the tables have version 2");
    expect(db("status"), ExitCode.OK, "tables have version 2, as this release needs");
    expect(db("migrate"), ExitCode.OK, "needs no migration: the tables have version 2");
    open("jdbc:h2:file:" + data.resolve("baton"));
  }

  @Test
  void embeddedStoreOfAServer_isRefused() {
    try (TestBaton baton = new TestBaton(folder.resolve("server"))) {
      for (String command : List.of("status", "migrate")) {
        Result refused = baton.run("db", command, "--data", baton.data().toString());
        expect(refused, ExitCode.CONFLICT);
        assertThat(refused.err())
            .contains("a server (process " + ProcessHandle.current().pid(), "stop the server");
      }
    }
  }

  @Test
  void embeddedStoreThatAnotherProcessHas_isRefused() throws IOException {
    expect(db("migrate"), ExitCode.OK);
    Path file = folder.resolve("data/baton.mv.db");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      for (String command : List.of("status", "migrate")) {
        Result refused = db(command);
        expect(refused, ExitCode.CONFLICT);
        assertThat(refused.err()).contains("is in use by another process");
      }
    }
  }

  @Test
  void dryRun_printsTheStatementsThatMigrateExecutes() throws SQLException {
    for (Stream<String> urls :
        List.of(
            Stream.generate(PostgresServer.shared()::newDatabase),
            Stream.generate(MariaDbServer.shared()::newDatabase))) {
      List<String> two = urls.limit(2).toList();
      String url = two.getFirst();
      Result sql = store(url, "migrate", "--dry-run");
      expect(sql, ExitCode.OK, "-- Version 1: tables", "-- Version 2: indexes");
      assertThat(sql.out()).doesNotContain("${");
      assertThat(relations(url)).isEmpty();
      expect(store(url, "migrate"), ExitCode.OK, "1        tables", "2        indexes");
      execute(two.getLast(), sql.out().replaceAll("(?m)^ *--.*$", "").split(";\\s*\\n"));
      assertThat(relations(two.getLast())).hasSizeGreaterThan(30).isEqualTo(relations(url));
    }
  }

  /** The tables, columns and indexes of a database, without the history of the migrations. */
  private static List<String> relations(String url) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url)) {
      List<String> tables = new ArrayList<>();
      String schema = connection.getSchema();
      try (ResultSet row =
          connection.getMetaData().getTables(connection.getCatalog(), schema, "baton_%", null)) {
        while (row.next()) {
          String table = row.getString("TABLE_NAME");
          if (row.getString("TABLE_TYPE").contains("TABLE") && !table.contains("history")) {
            tables.add(table);
          }
        }
      }
      for (String table : tables) {
        try (ResultSet row =
            connection.getMetaData().getColumns(connection.getCatalog(), schema, table, "%")) {
          while (row.next()) {
            found.add(
                table + " " + row.getString("COLUMN_NAME") + " " + row.getString("TYPE_NAME"));
          }
        }
        try (ResultSet row =
            connection
                .getMetaData()
                .getIndexInfo(connection.getCatalog(), schema, table, false, true)) {
          while (row.next()) {
            found.add(row.getString("INDEX_NAME") + " " + row.getString("COLUMN_NAME"));
          }
        }
      }
    }
    return found.stream().sorted().toList();
  }

  @Test
  void status_asJson_namesVersionsAndPendingMigrationsButNoPassword() throws IOException {
    String url = PostgresServer.shared().newDatabase();
    Result result = store(url + "&password=secret-word", "status", "--output", "json");
    expect(result, ExitCode.FAILED);
    assertThat(result.out() + result.err()).doesNotContain("secret-word");
    JsonNode json = ApiClient.JSON.readTree(result.out());
    assertThat(json.path("url").asText()).isEqualTo(url.replaceFirst("\\?.*", ""));
    assertThat(json.path("tables").asText()).isEqualTo("missing");
    assertThat(json.path("version").isNull()).isTrue();
    assertThat(json.path("known-version").asText()).isEqualTo("2");
    assertThat(json.path("pending").findValuesAsText("description"))
        .containsExactly("tables", "indexes");
    JsonNode dry = json(store(url, "migrate", "--dry-run", "--output", "json"));
    assertThat(dry.path("pending").path(1).path("sql").asText())
        .contains("CREATE INDEX baton_job_");
    JsonNode migrated = json(store(url, "migrate", "--output", "json"));
    assertThat(migrated.path("version").asText()).isEqualTo("2");
    assertThat(migrated.path("migrated").findValuesAsText("version")).containsExactly("1", "2");
    assertThat(json(store(url, "migrate", "--output", "json")).path("migrated")).isEmpty();
    assertThat(store(url, "status", "--output", "xml").code()).isEqualTo(ExitCode.USAGE);
  }

  private static JsonNode json(Result result) throws IOException {
    expect(result, ExitCode.OK);
    return ApiClient.JSON.readTree(result.out());
  }

  @Test
  void olderTables_areMigratedAndNewerOnesRefused() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    expect(store(url, "migrate"), ExitCode.OK);
    execute(url, OLDER, WITHOUT_INDEXES);
    expect(
        store(url, "status"),
        ExitCode.FAILED,
        "tables have version 1; this release makes them version 2",
        "2        indexes");
    Result migrated = store(url, "migrate");
    expect(migrated, ExitCode.OK, "2        indexes", "the tables have version 2");
    assertThat(migrated.out()).doesNotContain("1        tables");
    execute(url, NEWER);
    expect(store(url, "status"), ExitCode.CONFLICT, "have version 999; a newer Baton made them");
    for (String[] command :
        List.of(new String[] {"migrate"}, new String[] {"migrate", "--dry-run"})) {
      Result refused = store(url, command);
      expect(refused, ExitCode.CONFLICT);
      assertThat(refused.err()).contains("version 999; a newer Baton", "Install the newer release");
    }
  }

  @Test
  void migrationThatFails_isReportedAndNotRepeated() throws SQLException {
    String postgres = PostgresServer.shared().newDatabase();
    String mariaDb = MariaDbServer.shared().newDatabase();
    for (String url : List.of(postgres, mariaDb)) {
      expect(store(url, "migrate"), ExitCode.OK);
      // The indexes exist, so the second migration cannot create them.
      execute(url, OLDER);
      Result failed = store(url, "migrate");
      expect(failed, ExitCode.USAGE);
      assertThat(failed.err()).contains("cannot be updated to this release");
    }
    expect(store(postgres, "status"), ExitCode.FAILED, "tables have version 1; this release makes");
    expect(store(mariaDb, "status"), ExitCode.FAILED, "the migration to version 2 failed");
    Result refused = store(mariaDb, "migrate");
    expect(refused, ExitCode.CONFLICT);
    assertThat(refused.err()).contains("failed before its end. Restore a backup");
  }

  @Test
  void userWithoutRights_isRefusedBeforeAnythingIsCreated() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    execute(
        url,
        "CREATE ROLE db_worker LOGIN",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO db_worker");
    String worker = url.replaceFirst("user=\\w+", "user=db_worker");
    forbidden(store(worker, "migrate"), "lacks rights: CREATE of tables; migrate as the owner");
    assertThat(relations(url)).isEmpty();
    expect(store(url, "migrate"), ExitCode.OK);
    forbidden(store(worker, "status"), "SELECT of the history of the tables");
    execute(url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO db_worker");
    expect(store(worker, "status"), ExitCode.FORBIDDEN, "missing rights: INSERT of baton_account");
    execute(
        url, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO db_worker");
    expect(store(worker, "status"), ExitCode.OK);
    // A process without the right to create tables starts on migrated tables.
    open(worker);
    execute(url, OLDER);
    forbidden(store(worker, "migrate"), "ownership of baton_account");
  }

  @Test
  void userWithoutRightsInMariaDb_isRefused() throws SQLException {
    String url = MariaDbServer.shared().newDatabase();
    String database = url.replaceFirst(".*/(\\w+).*", "$1");
    for (String host : List.of("'%'", "localhost")) {
      execute(
          url,
          "CREATE USER IF NOT EXISTS db_worker@" + host + " IDENTIFIED BY 'worker'",
          "GRANT SELECT, INSERT, UPDATE, DELETE ON " + database + ".* TO db_worker@" + host);
    }
    String worker = url.replaceFirst("user=\\w+", "user=db_worker&password=worker");
    forbidden(store(worker, "migrate"), "CREATE of tables");
    assertThat(relations(url)).isEmpty();
    expect(store(url, "migrate"), ExitCode.OK);
    expect(store(worker, "status"), ExitCode.OK);
    open(worker);
  }

  @Test
  void databaseThatCannotBeReached_isNamed() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    for (String command : List.of("status", "migrate")) {
      Result closed = store("jdbc:postgresql://127.0.0.1:" + free + "/baton", command);
      expect(closed, ExitCode.UNAVAILABLE);
      assertThat(closed.err()).contains("127.0.0.1:" + free + "/baton cannot be opened");
      Result absent = store(PostgresServer.shared().jdbcUrl("no_such_database"), command);
      expect(absent, ExitCode.USAGE);
      assertThat(absent.err()).contains("there is no database", "create it first");
    }
  }

  @Test
  void embeddedStoreThatIsNamed_isNotCreatedByAnInspection() {
    Path file = folder.resolve("named");
    expect(store("jdbc:h2:file:" + file, "status"), ExitCode.FAILED, "there are no tables yet");
    assertThat(Files.exists(Path.of(file + ".mv.db"))).isFalse();
    expect(store("jdbc:h2:file:" + file, "migrate"), ExitCode.OK);
    expect(store("jdbc:h2:file:" + file, "status"), ExitCode.OK);
  }

  private static void open(String url) {
    JdbcBackend.open(new JdbcBackend.Options(url, null, null, 2), Clock.system()).close();
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        if (!each.isBlank()) {
          statement.execute(each);
        }
      }
    }
  }

  private Result store(String url, String... command) {
    return db(Stream.concat(Stream.of(command), Stream.of("--store", url)).toArray(String[]::new));
  }

  private Result db(String... command) {
    return TestBaton.runIn(
        Map.of("HOME", folder.toString(), "BATON_DATA", folder.resolve("data").toString()),
        "",
        Stream.concat(Stream.of("db"), Stream.of(command)).toArray(String[]::new));
  }

  private static void expect(Result result, int code, String... texts) {
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
    for (String text : texts) {
      assertThat(result.out()).contains(text);
    }
  }

  private static void forbidden(Result result, String text) {
    expect(result, ExitCode.FORBIDDEN);
    assertThat(result.err()).contains(text).doesNotContain("login refused");
  }
}
