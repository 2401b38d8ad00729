// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real MariaDB on a free port of the loopback address, for tests. It syncs to disk only if it was
 * started {@linkplain #durable() durable}.
 *
 * <p>If MariaDB is not installed, the test is aborted, or fails if the environment variable {@code
 * BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class MariaDbServer extends TestServerProcess {

  // Guarded by the class.
  private static @Nullable MariaDbServer shared;

  private final AtomicInteger databases = new AtomicInteger();
  private final String server;
  private final String client;

  private final boolean durable;

  private MariaDbServer(String server, String client, String install, boolean durable) {
    super("mariadb", "mysql");
    this.durable = durable;
    this.server = server;
    this.client = client;
    run(
        List.of(
            install,
            "--no-defaults",
            "--datadir=" + folder.resolve("data"),
            "--auth-root-authentication-method=normal",
            "--skip-test-db"));
    start();
  }

  /** Starts a server that only the caller uses and must close. */
  public static MariaDbServer started() {
    return started(false);
  }

  /** Starts a server like {@link #started} whose commits reach the disk, for measurements. */
  public static MariaDbServer durable() {
    return started(true);
  }

  private static MariaDbServer started(boolean durable) {
    return new MariaDbServer(
        installed("mariadbd"), installed("mariadb"), installed("mariadb-install-db"), durable);
  }

  private static String installed(String program) {
    return InstalledPrograms.program(
        "MariaDB", List.of(Path.of("/usr/sbin"), Path.of("/usr/libexec")), program);
  }

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call; tests
   * must not stop the server.
   */
  public static synchronized MariaDbServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Creates an empty database and returns its JDBC URL with the user. */
  public String newDatabase() {
    String name = "baton_" + databases.incrementAndGet();
    run(asRoot("create database " + name));
    return jdbcUrl(name);
  }

  /** Returns the JDBC URL of a database with the user. The database {@code mysql} always exists. */
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database + "?user=root";
  }

  private List<String> asRoot(String statement) {
    return List.of(
        client,
        "--no-defaults",
        "--host=127.0.0.1",
        "--port=" + port(),
        "--user=root",
        "--execute=" + statement);
  }

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(server);
    command.add("--no-defaults");
    command.add("--datadir=" + folder.resolve("data"));
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port());
    command.add("--socket=" + folder.resolve("s.sock"));
    command.add("--pid-file=" + folder.resolve("pid"));
    command.add("--innodb-flush-log-at-trx-commit=" + (durable ? 1 : 0));
    command.add("--max-connections=200");
    return command;
  }

  @Override
  List<String> probe() {
    return asRoot("select 1");
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
