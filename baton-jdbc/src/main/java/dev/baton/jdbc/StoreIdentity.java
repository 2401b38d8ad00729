// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.text;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.baton.error.UnavailableException;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The identity of a store, which is made by the first process that needs it. */
final class StoreIdentity {

  private static final Table<Record> STORE_IDENTITY = table(name("baton_store_identity"));
  private static final Field<Integer> SINGLETON = integer("singleton");
  private static final Field<String> IDENTITY = text("identity");
  private static final int ONLY = 1;

  private StoreIdentity() {}

  static String findOrMake(Database database) {
    String found = find(database);
    if (found != null) {
      return found;
    }
    String made = UUID.randomUUID().toString();
    try {
      database.write(
          sql -> sql.insertInto(STORE_IDENTITY).set(SINGLETON, ONLY).set(IDENTITY, made).execute());
      return made;
    } catch (SqlErrors.DuplicateException e) {
      String theirs = find(database);
      if (theirs == null) {
        throw new UnavailableException(
            "another process created the identity of the store, but it cannot be read; try again",
            e);
      }
      return theirs;
    }
  }

  private static @Nullable String find(Database database) {
    return database.read(sql -> sql.select(IDENTITY).from(STORE_IDENTITY).fetchOne(IDENTITY));
  }
}
