// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.EVENT_BATCH;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Waits until running transactions have ended. Events get their numbers before they are committed,
 * and transactions commit in any order. A number that is missing now may still appear, but not
 * after the transactions that were running have ended.
 */
final class EventBarrier {

  private static final Duration BOUND = Duration.ofSeconds(1);

  /**
   * Selects the transactions that write events in this database. Each of them locks one of these
   * tables before it takes a number. The database is compared too, because the OID of a table is
   * unique only in its database.
   */
  private static final String WRITERS =
      """
      SELECT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
        AND relation IN (
          CAST('baton_active_job' AS regclass), CAST('baton_event_batch' AS regclass))
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private final Database database;

  EventBarrier(Database database) {
    this.database = database;
  }

  /**
   * Waits at most one second for the transactions that write events with numbers in a range.
   *
   * @return whether all of them have ended; false if a transaction takes longer
   */
  boolean await(long after, long upTo) {
    return switch (database.dialect()) {
      case H2 -> database.awaitWrites(BOUND);
      case POSTGRES -> database.read(this::awaitWriters);
      case MARIADB, MYSQL -> awaitLocks(after, upTo);
    };
  }

  /**
   * Waits for the transactions that hold the lock on the table. A transaction takes this lock
   * before it takes a number and keeps it until it ends.
   */
  private boolean awaitWriters(DSLContext sql) {
    Deadline end = Deadline.after(database.clock().nanos(), BOUND);
    Set<String> writers = writers(sql);
    while (!writers.isEmpty() && !end.isPast(database.clock())) {
      pause(sql);
      writers.retainAll(writers(sql));
    }
    return writers.isEmpty();
  }

  private static Set<String> writers(DSLContext sql) {
    return sql.fetch(Tables.sql(sql, WRITERS)).intoSet(0, String.class);
  }

  private static void pause(DSLContext sql) {
    sql.select(DSL.field("cast(pg_sleep(0.005) as text)", String.class)).fetch();
  }

  /**
   * Waits until a locking read can read all rows. Rows that are not committed are locked, so the
   * read cannot skip them.
   */
  private boolean awaitLocks(long after, long upTo) {
    Deadline end = Deadline.after(database.clock().nanos(), BOUND);
    boolean free = areFree(after, upTo);
    while (!free && !end.isPast(database.clock())) {
      database.read(sql -> sql.select(DSL.field("sleep(0.005)")).fetch());
      free = areFree(after, upTo);
    }
    return free;
  }

  private boolean areFree(long after, long upTo) {
    try {
      database.read(sql ->
          sql.select(NUMBER)
              .from(EVENT_BATCH)
              .where(NUMBER.gt(after))
              .and(NUMBER.le(upTo))
              .forShare()
              .noWait()
              .fetch());
      return true;
    } catch (UnavailableException e) {
      return false;
    }
  }
}
