// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on a free port of the loopback address, for tests. Syncs to disk only where it
 * was started {@linkplain #durable() durable}.
 *
 * <p>Where PostgreSQL is not installed, the test is aborted, or fails if the environment variable
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

  /** A server of the caller's own, running; to be closed. */
  public static PostgresServer started() {
    return started(false);
  }

  /** As {@link #started}, but commits reach the disk: for measurements. */
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

  /** The server of this JVM, started on first use; never to be stopped by a test. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Makes an empty database and answers its JDBC URL, user included. */
  public String newDatabase() {
    String name = "baton_" + databases.incrementAndGet();
    run(List.of(program("createdb"), "-h", "127.0.0.1", "-p", "" + port(), "-U", USER, name));
    return jdbcUrl(name);
  }

  /** The JDBC URL of a database, user included; {@code postgres} is always there. */
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

  /** Fast shutdown: does not wait for clients to leave. */
  @Override
  String stopSignal() {
    return "INT";
  }
}
