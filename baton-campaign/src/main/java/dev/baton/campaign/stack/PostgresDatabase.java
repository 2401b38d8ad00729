// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * A PostgreSQL server. It does not sync to the disk, because the campaign kills only processes, and
 * data that a process has written survives its death.
 */
final class PostgresDatabase extends ServerDatabase {

  private static final String ADMIN = "postgres";

  PostgresDatabase(Path folder, Path data, boolean movesClock) {
    super(ADMIN, folder, data, movesClock);
  }

  @Override
  List<String> initialize() {
    return List.of(
        MachineFolders.program("initdb", MachineFolders.postgres()).toString(),
        "--pgdata=" + data(),
        "--auth=trust",
        "--username=" + ADMIN,
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
  }

  @Override
  List<String> command() {
    return List.of(
        MachineFolders.program("postgres", MachineFolders.postgres()).toString(),
        "-D",
        data().toString(),
        "-p",
        String.valueOf(port()),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=" + folder(),
        "-c",
        "fsync=off",
        "-c",
        "max_wal_size=128MB",
        "-c",
        "max_connections=200");
  }

  @Override
  List<String> create() {
    return List.of("create role " + NAME + " login", "create database " + NAME + " owner " + NAME);
  }

  @Override
  String stopSignal() {
    return "INT";
  }

  @Override
  String adminUrl() {
    return "jdbc:postgresql://"
        + address()
        + "/postgres?user="
        + ADMIN
        + "&connectTimeout=5"
        + "&socketTimeout=10";
  }

  @Override
  public String url(String address) {
    return "jdbc:postgresql://" + address + "/" + NAME + "?user=" + NAME;
  }

  @Override
  public void terminateConnections() {
    runAsAdministrator(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + NAME + "'");
  }

  @Override
  public void readOnly(boolean value) {
    runAsAdministrator(
        "alter system set default_transaction_read_only = " + (value ? "on" : "off"));
    runAsAdministrator("select pg_reload_conf()");
  }
}
