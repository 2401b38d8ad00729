// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.CLAIMER;
import static dev.baton.jdbc.Tables.CLAIMER_ID;
import static dev.baton.jdbc.Tables.DEAD;
import static dev.baton.jdbc.Tables.LEASE;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;
import static dev.baton.jdbc.Tables.SESSION_KEY;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Leases of claimers. Whether one is alive is decided by its row alone: who renews and who declares
 * it dead both update that row, and a dead one stays dead.
 */
final class Leases {

  private final Database database;

  Leases(Database database) {
    this.database = database;
  }

  /**
   * @param stay key by which another process finds the claimer; null for one that ends with this
   */
  long join(DSLContext sql, String owner, Duration lease, @Nullable String stay) {
    return Objects.requireNonNull(
        sql.insertInto(CLAIMER)
            .set(JobTable.OWNER, JsonText.clean(owner))
            .set(SESSION_KEY, stay)
            .set(LEASE, lease.toMillis())
            .set(LEASE_UNTIL, database.now().plus(lease.toMillis()))
            .set(DEAD, 0)
            .returningResult(CLAIMER_ID)
            .fetchOne(CLAIMER_ID));
  }

  /**
   * The claimer with that key whose lease has not ended, if there is one. Of several, which a
   * client makes that repeats its join, the newest: the lease of the others runs out.
   */
  Optional<Long> find(DSLContext sql, String stay) {
    return sql.select(CLAIMER_ID)
        .from(CLAIMER)
        .where(SESSION_KEY.eq(stay))
        .and(DEAD.eq(0))
        .and(LEASE_UNTIL.gt(database.now()))
        .orderBy(CLAIMER_ID.desc())
        .limit(1)
        .fetchOptional(CLAIMER_ID);
  }

  /** The full lease from now on; false if it ran out before. */
  boolean renew(DSLContext sql, long claimer) {
    return sql.update(CLAIMER)
            .set(LEASE_UNTIL, database.now().plus(LEASE))
            .where(CLAIMER_ID.eq(claimer))
            .and(DEAD.eq(0))
            .and(LEASE_UNTIL.gt(database.now()))
            .execute()
        > 0;
  }

  /** Declares a claimer dead because it leaves. */
  boolean leave(DSLContext sql, long claimer) {
    return bury(sql, claimer, DEAD.eq(0));
  }

  /** Declares a claimer dead, if its lease ran out; true if it is dead now. */
  boolean expire(DSLContext sql, long claimer) {
    return bury(sql, claimer, DEAD.ne(0).or(LEASE_UNTIL.le(database.now())));
  }

  private static boolean bury(DSLContext sql, long claimer, Condition condition) {
    return sql.update(CLAIMER).set(DEAD, 1).where(CLAIMER_ID.eq(claimer)).and(condition).execute()
        > 0;
  }

  /** Forgets a claimer that holds nothing any more. */
  void remove(DSLContext sql, long claimer) {
    sql.deleteFrom(CLAIMER).where(CLAIMER_ID.eq(claimer)).execute();
  }
}
