// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.CREATED;
import static dev.baton.jdbc.JobTable.EXECUTION_MODE;
import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.NOT_BEFORE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.*;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The job board, which is a view of the table of jobs. */
final class JdbcJobBoard implements JobBoard {

  private final JdbcBoardContext parts;

  JdbcJobBoard(JdbcBoardContext parts) {
    this.parts = parts;
  }

  @Override
  public BoardSession join(String owner, Duration lease) {
    return joined(owner, lease, null);
  }

  @Override
  public BoardSession join(String owner, Duration lease, String key) {
    return joined(owner, lease, key);
  }

  private BoardSession joined(String owner, Duration lease, @Nullable String key) {
    Clock clock = parts.database().clock();
    long start = clock.nanos();
    long id =
        parts
            .database()
            .write(sql -> {
              parts.signals().announceInTransaction(sql, EnumSet.of(ChangeNotifier.Kind.JOINING));
              return parts.leases().join(sql, owner, lease, key);
            });
    return claims(id, owner, key != null, lease, Deadline.after(start, lease));
  }

  @Override
  public BoardSession rejoin(String owner, Duration lease, String key) {
    long id =
        parts
            .database()
            .read(sql -> parts.leases().find(sql, key))
            .orElseThrow(() ->
                new LostClaimException(
                    "the board session of executor '"
                        + owner
                        + "' has ended; other executors resume its jobs"));
    parts
        .database()
        .read(sql -> SessionJobs.claimed(sql, id))
        .forEach(claim -> parts.claimTokens().begin(claim.job(), claim.token()));
    // The session counts as expired until its first renewal, because it is unknown how much of its
    // lease is left.
    return claims(id, owner, true, lease, new Deadline(parts.database().clock().nanos()));
  }

  @Override
  public boolean endDeadSession(String reference) {
    long id = sessionId(reference);
    boolean ended = parts.database().writeStatement(sql -> parts.leases().leave(sql, id));
    if (ended) {
      parts.release().run(id, ClaimEnd.LEASE_LOST);
    }
    return ended;
  }

  private static long sessionId(String reference) {
    try {
      return Long.parseLong(reference);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "'" + reference + "' does not name a board session of a database; expected a number", e);
    }
  }

  private BoardSession claims(
      long id, String owner, boolean served, Duration lease, Deadline trustedUntil) {
    JdbcBoardSession claims = new JdbcBoardSession(parts, id, owner, served, lease, trustedUntil);
    parts.watchLeases().add(id, claims::trustedUntil);
    parts.watchLeases().start();
    return claims;
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return parts.signals().watch(ChangeNotifier.Kind.POSTING, onPosting);
  }

  @Override
  public @Nullable Instant nextDue() {
    return parts.due().next();
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    return parts
        .database()
        .read(sql ->
            sql.select(ID, BOARD_PRIORITY, PHASE, DUE, CREATED, OWNER)
                .from(ACTIVE)
                .join(JOB)
                .on(SEQ.eq(JOB_SEQ))
                .where(PHASE.isNotNull())
                .orderBy(BOARD_PRIORITY, JOB_SEQ)
                .limit(limit)
                .offset(offset)
                .fetch(row -> {
                  Long due = row.get(DUE) == null ? row.get(CREATED) : row.get(DUE);
                  boolean claimed = row.get(PHASE) == CLAIMED;
                  return new Posting(
                      JobRows.id(row),
                      row.get(BOARD_PRIORITY),
                      Instant.ofEpochMilli(due),
                      claimed ? row.get(OWNER) : null);
                }));
  }

  /**
   * Repairs the board. The row of a job is its posting, so the only defects are claims of dead
   * executors and queued jobs whose column {@code phase} is null.
   */
  @Override
  public Reconciliation reconcile() {
    long released = parts.watchLeases().releaseNow();
    long orphans = parts.database().read(JdbcJobBoard::orphansHolder);
    while (orphans != 0) {
      long holder = orphans;
      released += parts.release().run(holder, ClaimEnd.LEASE_LOST);
      orphans = parts.database().read(JdbcJobBoard::orphansHolder);
    }
    int reposted = parts.database().write(this::repost);
    if (reposted > 0) {
      parts.signals().notifyWatchers(EnumSet.of(ChangeNotifier.Kind.POSTING));
    }
    return new Reconciliation(reposted, 0, released);
  }

  /**
   * Returns the id of a holder of jobs that has no row in the table of board sessions; 0 if there
   * is no such holder.
   */
  private static long orphansHolder(DSLContext sql) {
    Long holder =
        sql.select(HOLDER)
            .from(ACTIVE)
            .where(HOLDER.isNotNull())
            .andNotExists(DSL.selectOne().from(Tables.SESSION).where(Tables.SESSION_ID.eq(HOLDER)))
            .limit(1)
            .fetchOne(HOLDER);
    return holder == null ? 0 : holder;
  }

  /**
   * Posts queued jobs that somebody has removed from the board in the database. A job with a
   * not-before time waits until that time. If the time has passed, the job becomes ready at once.
   */
  private int repost(DSLContext sql) {
    var missing =
        sql.select(JOB_SEQ, NOT_BEFORE)
            .from(ACTIVE)
            .join(JOB)
            .on(SEQ.eq(JOB_SEQ))
            .where(STATE.eq(JobState.QUEUED.name()))
            .and(PHASE.isNull())
            .and(EXECUTION_MODE.ne("pull"))
            .fetch();
    for (var row : missing) {
      Long notBefore = row.value2();
      sql.update(ACTIVE)
          .set(PHASE, notBefore == null ? READY : WAITING)
          .set(DUE, notBefore)
          .where(JOB_SEQ.eq(row.value1()))
          .and(STATE.eq(JobState.QUEUED.name()))
          .and(PHASE.isNull())
          .execute();
    }
    return missing.size();
  }
}
