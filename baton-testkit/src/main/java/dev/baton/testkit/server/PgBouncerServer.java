// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real PgBouncer in transaction mode in front of {@link PostgresServer#shared()}, for tests.
 *
 * <p>If PgBouncer is not installed, the test is aborted, or fails if the environment variable
 * {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class PgBouncerServer extends TestServerProcess {

  // Guarded by the class.
  private static @Nullable PgBouncerServer shared;

  private final PostgresServer postgres;
  private final String program;
  private final String probe;

  private PgBouncerServer(PostgresServer postgres, String program) {
    super("pgbouncer", "postgres");
    this.postgres = postgres;
    this.program = program;
    this.probe = InstalledPrograms.program("PostgreSQL", List.of(), "psql");
    try {
      Files.writeString(folder.resolve("pgbouncer.ini"), settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call; tests
   * must not stop the server.
   */
  public static synchronized PgBouncerServer shared() {
    if (shared == null) {
      shared =
          new PgBouncerServer(
              PostgresServer.shared(),
              InstalledPrograms.program(
                  "PgBouncer",
                  List.of(Path.of("/usr/sbin"), Path.of("/usr/local/bin")),
                  "pgbouncer"));
    }
    return shared;
  }

  /** Creates an empty database and returns its JDBC URL through PgBouncer. */
  public String newDatabase() {
    return through(postgres.newDatabase());
  }

  /** Returns the JDBC URL through PgBouncer for a URL of {@link PostgresServer#shared()}. */
  public String through(String url) {
    return url.replace(":" + postgres.port() + "/", ":" + port() + "/");
  }

  /** Returns the JDBC URL of the server for a URL through PgBouncer. */
  public String direct(String url) {
    return url.replace(":" + port() + "/", ":" + postgres.port() + "/");
  }

  private String settings() {
    return """
    [databases]
    * = host=127.0.0.1 port=%d user=postgres
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = any
    pool_mode = transaction
    default_pool_size = 5
    max_client_conn = 1000
    server_idle_timeout = 5
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(postgres.port(), port());
  }

  @Override
  List<String> command() {
    return List.of(program, folder.resolve("pgbouncer.ini").toString());
  }

  @Override
  List<String> probe() {
    return List.of(
        probe,
        "-h",
        "127.0.0.1",
        "-p",
        "" + port(),
        "-U",
        "postgres",
        "-d",
        "postgres",
        "-qtAc",
        "select 1");
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
