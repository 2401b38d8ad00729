// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.DEAD;
import static dev.baton.jdbc.Tables.LEASE;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;
import static dev.baton.jdbc.Tables.SESSION;
import static dev.baton.jdbc.Tables.SESSION_ID;
import static dev.baton.jdbc.Tables.SESSION_KEY;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The leases of board sessions. Only the row of a session decides whether the session is alive. A
 * renewal and a declaration of death both update this row, and a dead session remains dead.
 */
final class Leases {

  private final Database database;

  Leases(Database database) {
    this.database = database;
  }

  /**
   * Adds a session and returns its id.
   *
   * @param session the session key, by which another process finds the session; null for a session
   *     that ends with this process
   */
  long join(DSLContext sql, String owner, Duration lease, @Nullable String session) {
    return Objects.requireNonNull(
        sql.insertInto(SESSION)
            .set(StatusTable.OWNER, JsonText.clean(owner))
            .set(SESSION_KEY, session)
            .set(LEASE, lease.toMillis())
            .set(LEASE_UNTIL, database.now().plus(lease.toMillis()))
            .set(DEAD, 0)
            .returningResult(SESSION_ID)
            .fetchOne(SESSION_ID));
  }

  /**
   * Finds the live session with a session key. If a client repeated its join and so made several
   * sessions, this is the newest; the leases of the others expire.
   */
  Optional<Long> find(DSLContext sql, String session) {
    return sql.select(SESSION_ID)
        .from(SESSION)
        .where(SESSION_KEY.eq(session))
        .and(DEAD.eq(0))
        .and(LEASE_UNTIL.gt(database.now()))
        .orderBy(SESSION_ID.desc())
        .limit(1)
        .fetchOptional(SESSION_ID);
  }

  /** Extends the lease to its full length from now; returns false if it expired before. */
  boolean renew(DSLContext sql, long sessionId) {
    return sql.update(SESSION)
            .set(LEASE_UNTIL, database.now().plus(LEASE))
            .where(SESSION_ID.eq(sessionId))
            .and(DEAD.eq(0))
            .and(LEASE_UNTIL.gt(database.now()))
            .execute()
        > 0;
  }

  /** Declares a session dead because it leaves; returns false if it was dead already. */
  boolean leave(DSLContext sql, long sessionId) {
    return markDead(sql, sessionId, DEAD.eq(0));
  }

  /** Declares a session dead if its lease expired; returns true if it is dead now. */
  boolean expire(DSLContext sql, long sessionId) {
    return markDead(sql, sessionId, DEAD.ne(0).or(LEASE_UNTIL.le(database.now())));
  }

  private static boolean markDead(DSLContext sql, long sessionId, Condition condition) {
    return sql.update(SESSION).set(DEAD, 1).where(SESSION_ID.eq(sessionId)).and(condition).execute()
        > 0;
  }

  /** Deletes the row of a session that holds no jobs any more. */
  void remove(DSLContext sql, long sessionId) {
    sql.deleteFrom(SESSION).where(SESSION_ID.eq(sessionId)).execute();
  }
}
