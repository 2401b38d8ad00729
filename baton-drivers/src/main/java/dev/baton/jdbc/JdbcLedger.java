// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.board.Claims;
import dev.baton.board.Ledger;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The table of jobs under a board that is kept elsewhere. What that board has is held by {@link
 * JobTable#ELSEWHERE}, so that the index of holders finds it.
 */
final class JdbcLedger implements Ledger {

  private static final int BATCH = 500;

  private final Database database;
  private final ReadJobs jobs;
  private final Signals signals;
  private final UnpostedJobs unposted;
  private final StartJobs start;

  JdbcLedger(Database database, ReadJobs jobs, DueJobs due, Signals signals) {
    this.database = database;
    this.jobs = jobs;
    this.signals = signals;
    this.unposted = new UnpostedJobs(database, due);
    this.start = new StartJobs(database, jobs);
  }

  @Override
  public Unposted unposted(int most, int perKind) {
    return unposted.run(most, perKind);
  }

  @Override
  public void mark(Collection<JobId> jobs, boolean posted) {
    for (List<String> some : batches(jobs)) {
      database.write(sql ->
          posted
              ? sql.update(JOB)
                  .set(PHASE, POSTED)
                  .set(HOLDER, ELSEWHERE)
                  .where(ID.in(some))
                  .and(PHASE.eq(READY))
                  .execute()
              : sql.update(JOB)
                  .set(PHASE, READY)
                  .setNull(HOLDER)
                  .where(ID.in(some))
                  .and(PHASE.eq(POSTED))
                  .execute());
    }
  }

  /** Ordered, so that concurrent calls lock rows in one order. */
  private static List<List<String>> batches(Collection<JobId> jobs) {
    TreeSet<String> ids = new TreeSet<>();
    jobs.forEach(job -> ids.add(job.uuid()));
    List<String> all = new ArrayList<>(ids);
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }

  @Override
  public List<Standing> standing(Collection<JobId> jobs) {
    List<Standing> found = new ArrayList<>();
    for (List<String> some : batches(jobs)) {
      found.addAll(database.read(sql -> standing(sql, some)));
    }
    return found;
  }

  private List<Standing> standing(DSLContext sql, List<String> ids) {
    long now = database.now(sql);
    var rows = sql.select(COLUMNS).select(DUE).from(JOB).where(ID.in(ids)).fetch();
    var read = jobs.of(sql, rows);
    return rows.map(row ->
        new Standing(
            JobRows.id(row), read.apply(row).orElse(null), StartJobs.place(sql, row, now)));
  }

  @Override
  public List<Answer> start(String owner, List<Start> starts) {
    List<Answer> answers = starts.isEmpty() ? List.of() : start.run(owner, starts);
    signals.fireHistory();
    return answers;
  }

  @Override
  public Set<JobId> release(Collection<Claims.Held> claims, ClaimEnd end) {
    Map<JobId, Long> tokens = new HashMap<>();
    claims.forEach(claim -> tokens.put(claim.job(), claim.token()));
    Set<JobId> released = new HashSet<>();
    for (List<String> some : batches(tokens.keySet())) {
      released.addAll(database.write(sql -> release(sql, some, tokens, end)));
    }
    if (!released.isEmpty()) {
      signals.fire(EnumSet.of(Signals.Kind.HISTORY));
    }
    return released;
  }

  /** The token grows, so that from this moment no write of the old holder is carried out. */
  private Set<JobId> release(
      DSLContext sql, List<String> ids, Map<JobId, Long> tokens, ClaimEnd end) {
    long now = database.now(sql);
    var rows =
        sql.select(ID, SEQ, TOKEN, ATTEMPT, OWNER)
            .from(JOB)
            .where(ID.in(ids))
            .and(PHASE.eq(CLAIMED))
            .orderBy(SEQ)
            .forUpdate()
            .fetch();
    Set<JobId> released = new HashSet<>();
    List<Long> seqs = new ArrayList<>();
    Events events = new Events();
    for (Record row : rows) {
      JobId job = JobRows.id(row);
      if (row.get(TOKEN).equals(tokens.get(job))) {
        released.add(job);
        seqs.add(row.get(SEQ));
        events.add(
            new Events.Event(
                row.get(SEQ),
                end.event(),
                JobState.RUNNING,
                row.get(ATTEMPT),
                row.get(OWNER),
                null));
      }
    }
    if (!seqs.isEmpty()) {
      sql.update(JOB)
          .set(PHASE, POSTED)
          .set(HOLDER, ELSEWHERE)
          .set(TOKEN, TOKEN.plus(1))
          .set(TAKEOVERS, ReleaseJobs.takeovers(end))
          .set(UPDATED, now)
          .set(REVISION, REVISION.plus(1))
          .where(SEQ.in(seqs))
          .execute();
      events.insert(sql, now);
    }
    return released;
  }

  @Override
  public Set<JobId> ended(Collection<Claims.Held> claims) {
    Map<JobId, Long> tokens = new HashMap<>();
    claims.forEach(claim -> tokens.put(claim.job(), claim.token()));
    Set<JobId> ended = new HashSet<>(tokens.keySet());
    for (List<String> some : batches(tokens.keySet())) {
      database
          .read(sql ->
              sql.select(ID, TOKEN)
                  .from(JOB)
                  .where(ID.in(some))
                  .and(PHASE.eq(CLAIMED))
                  .fetch(row -> new Claims.Held(new JobId(row.value1()), row.value2())))
          .stream()
          .filter(found -> Long.valueOf(found.token()).equals(tokens.get(found.job())))
          .forEach(found -> ended.remove(found.job()));
    }
    return ended;
  }

  @Override
  public void letGo(Collection<Claims.Held> claims) {
    for (Claims.Held claim : claims) {
      database.write(sql ->
          sql.update(JOB)
              .setNull(HOLDER)
              .setNull(ACTIVE_KEY)
              .where(ID.eq(claim.job().uuid()))
              .and(TOKEN.eq(claim.token()))
              .and(HOLDER.eq(ELSEWHERE))
              .and(PHASE.isNull())
              .execute());
    }
  }

  @Override
  public List<Claims.Held> stopping(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, TOKEN)
            .from(JOB)
            .where(HOLDER.eq(ELSEWHERE))
            .and(PHASE.isNull())
            .and(ID.gt(after == null ? "" : after.uuid()))
            .orderBy(ID)
            .limit(most)
            .fetch(row -> new Claims.Held(new JobId(row.value1()), row.value2())));
  }

  @Override
  public List<Elsewhere> elsewhere(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, PRIORITY, TOKEN, PHASE)
            .from(JOB)
            .where(HOLDER.eq(ELSEWHERE))
            .and(PHASE.isNotNull())
            .and(ID.gt(after == null ? "" : after.uuid()))
            .orderBy(ID)
            .limit(most)
            .fetch(row ->
                new Elsewhere(
                    JobRows.id(row), row.value2(), row.value3(), row.value4() == CLAIMED)));
  }

  @Override
  public List<Elsewhere> outside(@Nullable JobId after, int most) {
    Field<String> last =
        DSL.field(
            DSL.select(KIND)
                .from(JOB_EVENT)
                .where(JOB_SEQ.eq(SEQ))
                .orderBy(NUMBER.desc())
                .limit(1));
    return database.read(sql ->
        sql.select(ID, PRIORITY, TOKEN)
            .from(JOB)
            .where(STATE.eq(JobState.RUNNING.name()))
            .and(PHASE.isNull())
            .and(EXECUTION_MODE.ne(ExecutionMode.PULL.word()))
            .and(ID.gt(after == null ? "" : after.uuid()))
            .and(last.ne(JobEvent.Kind.PARKED.name()))
            .orderBy(ID)
            .limit(most)
            .fetch(row -> new Elsewhere(JobRows.id(row), row.value2(), row.value3(), false)));
  }

  @Override
  public Watch watchEnded(Runnable onEnded) {
    return signals.watch(Signals.Kind.ENDING, onEnded);
  }
}
