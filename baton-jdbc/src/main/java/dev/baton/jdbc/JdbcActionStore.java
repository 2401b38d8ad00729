// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.NAME;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;
import static dev.baton.jdbc.Tables.DOCUMENT;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.service.UnreadableRecords;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores the known actions, one row for each action. */
final class JdbcActionStore implements ActionStore {

  private static final Table<Record> KNOWN_ACTION = DSL.table(DSL.name("baton_known_action"));
  private static final Field<String> PROVIDED_BY = text("provided_by");
  private static final Field<Long> PROVIDED = number("provided");
  private static final int MAX_PROVIDED_BY = 512;

  private final Database database;
  private final UnreadableRecords unreadable = new UnreadableRecords("table of known actions");

  JdbcActionStore(Database database) {
    this.database = database;
  }

  @Override
  public void provide(String by, Collection<ActionInfo> actions) {
    if (actions.isEmpty()) {
      return;
    }
    // A fixed order, so that two processes do not deadlock.
    List<ActionInfo> inOrder =
        actions.stream().sorted(Comparator.comparing(ActionInfo::name)).toList();
    try {
      database.write(sql -> provide(sql, by, inOrder));
    } catch (SqlErrors.DuplicateException e) {
      // Another process inserted a row at the same time. The repeated transaction updates that row.
      database.write(sql -> provide(sql, by, inOrder));
    }
  }

  private int provide(DSLContext sql, String by, List<ActionInfo> actions) {
    for (ActionInfo action : actions) {
      Map<Field<?>, @Nullable Object> values = new HashMap<>();
      values.put(PROVIDED, database.now());
      values.put(
          PROVIDED_BY, JsonText.clean(by.substring(0, Math.min(by.length(), MAX_PROVIDED_BY))));
      values.put(DOCUMENT, JsonText.of(ActionJson.node(action)));
      String name = JsonText.clean(action.name());
      if (sql.update(KNOWN_ACTION).set(values).where(NAME.eq(name)).execute() == 0) {
        values.put(NAME, name);
        sql.insertInto(KNOWN_ACTION).set(values).execute();
      }
    }
    return actions.size();
  }

  @Override
  public List<KnownAction> all() {
    return database.read(sql ->
        sql
            .select(NAME, PROVIDED_BY, PROVIDED, DOCUMENT)
            .from(KNOWN_ACTION)
            .orderBy(NAME)
            .fetch()
            .stream()
            .flatMap(row -> known(row).stream())
            .toList());
  }

  @Override
  public Optional<KnownAction> find(String name) {
    return database.read(sql ->
        sql.select(NAME, PROVIDED_BY, PROVIDED, DOCUMENT)
            .from(KNOWN_ACTION)
            .where(NAME.eq(JsonText.clean(name)))
            .fetchOptional()
            .flatMap(this::known));
  }

  /**
   * Reads a known action; empty if it cannot be read. The next process that provides the action
   * writes it again.
   */
  private Optional<KnownAction> known(Record4<String, String, Long, String> row) {
    return unreadable.read(
        row.value1(),
        () -> {
          JsonNode document = Objects.requireNonNull(JsonText.parse(row.value4()));
          return new KnownAction(
              ActionJson.read(document), row.value2(), Instant.ofEpochMilli(row.value3()));
        });
  }

  @Override
  public boolean deleteAction(String name) {
    String clean = JsonText.clean(name);
    return database.writeStatement(
            sql -> sql.deleteFrom(KNOWN_ACTION).where(NAME.eq(clean)).execute())
        > 0;
  }
}
