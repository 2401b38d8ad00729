// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import org.jspecify.annotations.Nullable;

/** Names the program of a database server that makes a backup of the store. */
final class DumpProgram {

  private DumpProgram() {}

  static String advice(Dialect dialect, JdbcBackend.Options options) {
    if (!(options.source() instanceof DatabaseSource.Address address)) {
      return "the store is in a database of the application; back up that database";
    }
    String place = ConnectionUrl.databaseAddress(address.url());
    String command =
        switch (dialect) {
          case H2 -> throw new IllegalArgumentException("an embedded database needs no program");
          case POSTGRES -> postgres(place, address.user(), options.tables());
          case MARIADB -> mysql("mariadb-dump", place, address.user(), options.tables());
          case MYSQL -> mysql("mysqldump", place, address.user(), options.tables());
        };
    return "baton backup copies only the embedded store; back up the database with: " + command;
  }

  private static String postgres(String place, @Nullable String user, TableNames tables) {
    String login = user == null ? "" : user + "@";
    String schema = tables.schema() == null ? "" : " --schema=" + tables.schema();
    return "pg_dump --format=custom --file=baton.dump" + schema + " postgresql://" + login + place;
  }

  private static String mysql(
      String program, String place, @Nullable String user, TableNames tables) {
    int slash = place.indexOf('/');
    String server = slash < 0 ? place : place.substring(0, slash);
    String database = slash < 0 ? "" : place.substring(slash + 1);
    int colon = server.lastIndexOf(':');
    return program
        + " --single-transaction --result-file=baton.sql --host="
        + (colon < 0 ? server : server.substring(0, colon))
        + (colon < 0 ? "" : " --port=" + server.substring(colon + 1))
        + (user == null ? "" : " --user=" + user)
        + " --password "
        + (tables.schema() == null ? database : tables.schema());
  }
}
