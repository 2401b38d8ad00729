// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.text;
import static dev.baton.jdbc.StatusTable.TOKEN;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Elects leaders with one row for each election name. The database's clock decides whether a term
 * has ended.
 */
final class JdbcElection implements Election {

  static final Field<String> ELECTION_NAME = text("election");
  private static final Table<Record> LEADERSHIP = DSL.table(DSL.name("baton_leadership"));
  private static final Field<String> CONTENDER = text("contender");

  private final Database database;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  JdbcElection(Database database) {
    this.database = database;
  }

  @Override
  public List<Term> contend(Collection<String> names, String contender, Duration lease) {
    if (names.isEmpty()) {
      return List.of();
    }
    names.forEach(this::addElection);
    long start = database.clock().nanos();
    Deadline trustedUntil = Deadline.after(start, lease);
    Set<String> elections = new HashSet<>(names);
    Map<String, Long> won =
        database.dialect() == Dialect.POSTGRES
            ? database.writeStatement(sql -> contend(sql, elections, contender, lease))
            : database.write(sql -> contend(sql, elections, contender, lease));
    return won.entrySet().stream()
        .map(each -> new Term(each.getKey(), contender, each.getValue(), trustedUntil))
        .toList();
  }

  private Map<String, Long> contend(
      DSLContext sql, Set<String> names, String contender, Duration lease) {
    Condition keeps = CONTENDER.eq(contender).and(LEASE_UNTIL.gt(database.now()));
    Condition isFree = CONTENDER.isNull().or(LEASE_UNTIL.le(database.now()));
    Condition mayLead = ELECTION_NAME.in(names).and(keeps.or(isFree));
    Map<Field<?>, Object> sets = new LinkedHashMap<>();
    // The token must be first, because MariaDB computes each value from the columns that the
    // assignments before it have set.
    sets.put(TOKEN, TOKEN.plus(DSL.when(keeps, DSL.inline(0L)).otherwise(DSL.inline(1L))));
    sets.put(CONTENDER, contender);
    sets.put(LEASE_UNTIL, database.now().plus(lease.toMillis()));
    Map<String, Long> won = new HashMap<>();
    if (database.dialect() == Dialect.POSTGRES) {
      sql.update(LEADERSHIP)
          .set(sets)
          .where(mayLead)
          .returningResult(ELECTION_NAME, TOKEN)
          .forEach(row -> won.put(row.value1(), row.value2()));
      return won;
    }
    sql.update(LEADERSHIP).set(sets).where(mayLead).execute();
    sql.select(ELECTION_NAME, TOKEN)
        .from(LEADERSHIP)
        .where(ELECTION_NAME.in(names))
        .and(CONTENDER.eq(contender))
        .and(LEASE_UNTIL.gt(database.now()))
        .forEach(row -> won.put(row.value1(), row.value2()));
    return won;
  }

  private void addElection(String name) {
    if (known.contains(name)) {
      return;
    }
    boolean isThere =
        database.read(
            sql -> sql.fetchExists(sql.selectFrom(LEADERSHIP).where(ELECTION_NAME.eq(name))));
    if (!isThere) {
      try {
        database.write(sql ->
            sql.insertInto(LEADERSHIP, ELECTION_NAME, TOKEN, LEASE_UNTIL)
                .values(name, 0L, 0L)
                .execute());
      } catch (SqlErrors.DuplicateException e) {
        // Another contender inserted the row first, so the row exists.
        known.add(name);
      }
    }
    known.add(name);
  }

  @Override
  public void resign(Term term) {
    database.writeStatement(sql ->
        sql.update(LEADERSHIP)
            .setNull(CONTENDER)
            .set(LEASE_UNTIL, 0L)
            .where(ELECTION_NAME.eq(term.name()))
            .and(CONTENDER.eq(term.contender()))
            .and(TOKEN.eq(term.token()))
            .execute());
  }

  @Override
  public Map<String, @Nullable String> leaders(Collection<String> names) {
    Map<String, @Nullable String> leaders = new HashMap<>();
    database.read(sql -> {
      sql.select(ELECTION_NAME, CONTENDER)
          .from(LEADERSHIP)
          .where(ELECTION_NAME.in(names))
          .and(CONTENDER.isNotNull())
          .and(LEASE_UNTIL.gt(database.now()))
          .forEach(row -> leaders.put(row.value1(), row.value2()));
      return leaders;
    });
    return leaders;
  }
}
