// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PgBouncerServer;
import dev.baton.testkit.server.PostgresServer;
import dev.baton.testkit.server.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provokes faults on this machine. Each must be named together with what to do. */
@Tag("integration")
final class DoctorCommandTest {

  private static final String TABLES_OF_999 =
      "INSERT INTO baton_schema_history (installed_rank, version, description, type, script,"
          + " checksum, installed_by, execution_time, success) VALUES (999, '999', 'later', 'SQL',"
          + " 'V999__later.sql', 1, 'x', 1, TRUE)";

  @TempDir Path folder;

  @Test
  void machineWithoutFaults_isOkAndStaysUnchanged() throws IOException {
    Result result = doctor("--port", "0");
    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out())
        .contains("the first start creates it")
        .contains("'process' answers")
        .endsWith("\nNo faults.\n");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void resultAsJson_hasAnElementForEachCheck() throws IOException {
    Result result = doctor("--port", "0", "--output", "json");
    JsonNode results = ApiClient.JSON.readTree(result.out());
    assertThat(results.findValuesAsText("area"))
        .containsExactly("memory", "data folder", "address", "store", "engine");
    assertThat(results.findValuesAsText("severity")).containsOnly("ok");
    assertThat(doctor("--output", "xml").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void portThatIsTaken_isNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      fault(doctor("--port", port), "address", "127.0.0.1:" + port, "choose another port");
    }
  }

  @Test
  void certificateThatExpired_isNamed() {
    TestAuthority authority = new TestAuthority(folder);
    authority.issueExpired("old", "IP:127.0.0.1").issue("new", "IP:127.0.0.1");
    fault(tls(authority, "old"), "certificate", "old-cert.pem", "expired at", "replace it");
    Result soon = tls(authority, "new");
    assertThat(soon.code()).as(soon.out()).isZero();
    assertThat(soon.out()).containsPattern("warning +certificate .*new-cert.pem' expires at");
  }

  private Result tls(TestAuthority authority, String name) {
    return doctor(
        "--port",
        "0",
        "--tls-certificate",
        authority.certificateOf(name).toString(),
        "--tls-key",
        authority.keyOf(name).toString());
  }

  @Test
  void engineWithoutRights_isNamed() {
    fault(
        doctor("--port", "0", "--engine-option", "process.cgroup-memory=/nowhere"),
        "engine",
        "limit memory by /nowhere",
        "give the user or service account");
  }

  @Test
  void secondDataFolder_isNamed() throws IOException {
    Path usual = folder.resolve(".local/share/baton");
    Files.createDirectories(usual);
    Files.createFile(usual.resolve("baton.mv.db"));
    Result named = doctor("--port", "0");
    assertThat(named.code()).as(named.out()).isZero();
    assertThat(named.out())
        .containsPattern("warning +data folder .*second data folder, '" + usual + "'")
        .contains("Choose the folder with --data");
  }

  @Test
  void diskThatIsFull_isNamed() throws IOException, InterruptedException {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        execute("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()) == 0,
        "only root may mount a small disk");
    try {
      fault(
          TestBaton.runIn(
              Map.of("HOME", folder.toString()),
              "",
              "doctor",
              "--port",
              "0",
              "--data",
              small.resolve("data").toString()),
          "data folder",
          "only 1 MiB are free",
          "free space there");
    } finally {
      execute("umount", "-l", small.toString());
    }
  }

  private static int execute(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  @Test
  void tablesOfAnotherRelease_areNamed() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    ok(store(url), "has no tables yet");
    createTables(url);
    ok(store(url), "has tables of version 2");
    change(url, "DELETE FROM baton_schema_history WHERE version = '2'");
    ok(store(url), "warning  store", "has tables of version 1", "at the next start");
    change(url, TABLES_OF_999);
    fault(store(url), "store", "tables of version 999", "Install the newer release");
  }

  @Test
  void embeddedStoreOfAStoppedServer_isReadOnly() throws SQLException, IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    String url = "jdbc:h2:file:" + data.resolve("baton");
    createTables(url);
    byte[] before = Files.readAllBytes(data.resolve("baton.mv.db"));
    ok(doctor("--port", "0"), "H2", "has tables of version 2");
    assertThat(Files.readAllBytes(data.resolve("baton.mv.db"))).isEqualTo(before);
    change(
        url,
        TABLES_OF_999
            .replaceFirst(
                "\\(.*?\\)",
                "(\"installed_rank\", \"version\", \"description\", \"type\", \"script\","
                    + " \"checksum\", \"installed_by\", \"execution_time\", \"success\")")
            .replace("baton_schema_history", "\"baton_schema_history\""));
    fault(doctor("--port", "0"), "store", "tables of version 999");
  }

  @Test
  void executor_isCheckedWithItsServerAndWithoutAnAddress() throws IOException {
    try (TestBaton server = new TestBaton(folder.resolve("server"));
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String name = "super";
      Map<String, String> right =
          Map.of("HOME", folder.toString(), "BATON_USER", name, "BATON_PASSWORD", "correct-horse");
      Result result =
          TestBaton.runIn(right, "", "doctor", "executor", "--endpoint", server.endpoint());
      assertThat(result.out() + result.err()).contains("answers and accepts the login");
      assertThat(result.out()).doesNotContain("address");
      Map<String, String> wrong =
          Map.of("HOME", folder.toString(), "BATON_USER", name, "BATON_PASSWORD", "wrong-password");
      fault(
          TestBaton.runIn(wrong, "", "doctor", "executor", "--endpoint", server.endpoint()),
          "server",
          "refuses the login of user");
      fault(
          TestBaton.runIn(wrong, "", "doctor", "distributor", "--endpoint", server.endpoint()),
          "server",
          "refuses the login of user");
      String nobody = "http://127.0.0.1:" + taken.getLocalPort();
      taken.close();
      fault(
          TestBaton.runIn(right, "", "doctor", "executor", "--endpoint", nobody), "server", nobody);
    }
    assertThat(doctor("robot").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void databaseThatCannotBeUsed_isNamed() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    change(
        server.jdbcUrl("postgres"),
        "CREATE DATABASE doctor_latin1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE"
            + " template0");
    fault(store(server.jdbcUrl("doctor_latin1")), "store", "'LATIN1'; allowed: UTF8");
    fault(store(server.jdbcUrl("no_such_database")), "store", "there is no database");
  }

  @Test
  void rightsThatAreMissing_areNamed() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    change(
        url,
        "CREATE ROLE doctor_reader LOGIN",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO doctor_reader");
    String reader = url.replaceFirst("user=\\w+", "user=doctor_reader");
    fault(store(reader), "store", "lacks rights: CREATE of tables", "GRANT these rights");
    createTables(url);
    change(url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO doctor_reader");
    fault(
        store(reader), "store", "lacks rights: INSERT of baton_", "more; make the user the owner");
  }

  @Test
  void rightsThatAreMissingInMariaDb_areNamed() throws SQLException {
    String url = MariaDbServer.shared().newDatabase();
    createTables(url);
    ok(store(url), "has tables of version 2");
    String database = url.replaceFirst(".*/(\\w+).*", "$1");
    change(
        url,
        "CREATE USER IF NOT EXISTS doctor_reader@'%' IDENTIFIED BY 'reader'",
        "CREATE USER IF NOT EXISTS doctor_reader@localhost IDENTIFIED BY 'reader'",
        "GRANT SELECT ON " + database + ".* TO doctor_reader@'%'",
        "GRANT SELECT ON " + database + ".* TO doctor_reader@localhost");
    String reader = url.replaceFirst("user=\\w+", "user=doctor_reader&password=reader");
    fault(store(reader), "store", "lacks rights: INSERT of baton_", "UPDATE of", "DELETE of");
  }

  @Test
  void poolerWithoutADirectAddress_isNamed() {
    PgBouncerServer pooler = PgBouncerServer.shared();
    String url = pooler.newDatabase();
    ok(store(url), "warning  store", "a pooler such as PgBouncer", "set store-direct-url");
    Result direct = store(url, "--store-direct-url", pooler.direct(url));
    assertThat(direct.out()).doesNotContain("pooler");
  }

  private static void createTables(String url) {
    JdbcBackend.open(new JdbcBackend.Options(url, null, null, 2), Clock.system()).close();
  }

  private static void change(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private Result store(String url, String... more) {
    return doctor(
        Stream.concat(Stream.of("--port", "0", "--store", url), Stream.of(more))
            .toArray(String[]::new));
  }

  private Result doctor(String... more) {
    String[] first = {"doctor", "--data", folder.resolve("data").toString()};
    return TestBaton.runIn(
        Map.of("HOME", folder.toString()),
        "",
        Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static void ok(Result result, String... texts) {
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains(texts);
  }

  private static void fault(Result result, String area, String... texts) {
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.FAILED);
    String line =
        result.out().lines().filter(each -> each.startsWith("fault ")).findFirst().orElse("");
    assertThat(line).contains(area).contains(texts);
  }
}
