// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on a free port of the loopback address, for tests. It syncs to disk only if it
 * was started {@linkplain #durable() durable}.
 *
 * <p>If PostgreSQL is not installed, the test is aborted, or fails if the environment variable
 * {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class PostgresServer extends TestServerProcess {

  private static final String USER = "postgres";

  // Guarded by the class.
  private static @Nullable PostgresServer shared;

  private final AtomicInteger databases = new AtomicInteger();
  private final Path programs;

  private final boolean durable;

  private PostgresServer(Path programs, boolean durable) {
    super("postgres", USER);
    this.durable = durable;
    this.programs = programs;
    run(
        List.of(
            program("initdb"),
            "--pgdata=" + folder.resolve("data"),
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync"));
    start();
  }

  /** Starts a server that only the caller uses and must close. */
  public static PostgresServer started() {
    return started(false);
  }

  /** Starts a server like {@link #started} whose commits reach the disk, for measurements. */
  public static PostgresServer durable() {
    return started(true);
  }

  private static PostgresServer started(boolean durable) {
    List<Path> usual = new ArrayList<>(InstalledPrograms.versions(Path.of("/usr/lib/postgresql")));
    usual.add(Path.of("/usr/local/pgsql/bin"));
    Path programs =
        InstalledPrograms.folder("PostgreSQL", usual, "postgres", "initdb", "createdb", "psql");
    return new PostgresServer(programs, durable);
  }

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call; tests
   * must not stop the server.
   */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Creates an empty database and returns its JDBC URL with the user. */
  public String newDatabase() {
    String name = "baton_" + databases.incrementAndGet();
    run(List.of(program("createdb"), "-h", "127.0.0.1", "-p", "" + port(), "-U", USER, name));
    return jdbcUrl(name);
  }

  /**
   * Returns the JDBC URL of a database with the user. The database {@code postgres} always exists.
   */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=" + USER;
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  @Override
  List<String> command() {
    return List.of(
        program("postgres"),
        "-D",
        folder.resolve("data").toString(),
        "-p",
        String.valueOf(port()),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=" + folder,
        "-c",
        "fsync=" + (durable ? "on" : "off"),
        "-c",
        "full_page_writes=" + (durable ? "on" : "off"),
        "-c",
        "max_connections=200");
  }

  @Override
  List<String> probe() {
    return List.of(
        program("psql"), "-h", "127.0.0.1", "-p", "" + port(), "-U", USER, "-qtAc", "select 1");
  }

  /** Requests a fast shutdown, which does not wait for clients to disconnect. */
  @Override
  String stopSignal() {
    return "INT";
  }
}
