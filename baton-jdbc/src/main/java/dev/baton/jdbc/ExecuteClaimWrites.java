// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.board.ClaimTokens;
import dev.baton.job.JobId;
import dev.baton.service.WriteBatcher;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the writes of claim holders, many of them in one transaction. Each write is fenced
 * individually: its update names the token and changes nothing if the token is not the newest.
 */
final class ExecuteClaimWrites implements WriteBatcher.BatchOperation<ClaimWrite, Boolean> {

  /**
   * The values of a job at the start of the transaction, read without a lock. An update of the same
   * job changes the row only if the token is still the same, and then these values are still
   * correct.
   */
  record Before(long seq, long token, int attempt, String owner, long now) {}

  private static final Logger LOG = LoggerFactory.getLogger(ExecuteClaimWrites.class);

  private final Database database;
  private final DueJobs due;
  private final ChangeNotifier changeNotifier;
  private final ClaimTokens held;

  ExecuteClaimWrites(
      Database database, DueJobs due, ChangeNotifier changeNotifier, ClaimTokens held) {
    this.database = database;
    this.due = due;
    this.changeNotifier = changeNotifier;
    this.held = held;
  }

  /** Returns for each write whether it was carried out; false means that the claim is lost. */
  @Override
  public List<Boolean> run(List<ClaimWrite> requests) {
    ClaimWriteSideEffects[] changes = new ClaimWriteSideEffects[1];
    List<Boolean> answers = tryAll(requests, changes);
    for (int i = 0; i < requests.size(); i++) {
      if (answers.get(i) && ClaimUpdate.of(requests.get(i)) != ClaimUpdate.REPORT) {
        held.end(requests.get(i).job(), requests.get(i).token());
      }
    }
    changes[0].dues().forEach(due::expect);
    notifyOfWrites(changes[0]);
    return answers;
  }

  private List<Boolean> tryAll(List<ClaimWrite> requests, ClaimWriteSideEffects[] changes) {
    try {
      return database.writeOnThisThread(sql -> writeAll(sql, requests, changes, true));
    } catch (ClaimWriteBatch.UnevenUpdate e) {
      LOG.debug("writes are repeated one by one: writes={}", requests.size(), e);
      return database.writeOnThisThread(sql -> writeAll(sql, requests, changes, false));
    }
  }

  private void notifyOfWrites(ClaimWriteSideEffects changes) {
    if (changes.isBackOnBoard()) {
      changeNotifier.notifyWatchers(
          EnumSet.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY));
    } else if (changes.hasEvents()) {
      changeNotifier.notifyHistory();
    }
  }

  private List<Boolean> writeAll(
      DSLContext sql, List<ClaimWrite> requests, ClaimWriteSideEffects[] made, boolean joined) {
    Map<JobId, Before> before = read(sql, requests);
    long now = before.isEmpty() ? 0 : before.values().iterator().next().now();
    ClaimWriteSideEffects changes = new ClaimWriteSideEffects(now);
    made[0] = changes;
    List<Boolean> answers = new ClaimWriteBatch(sql, requests, before, changes).run(joined);
    changes.insert(sql);
    if (changes.isBackOnBoard()) {
      changeNotifier.announceInTransaction(
          sql, EnumSet.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY));
    }
    return answers;
  }

  private Map<JobId, Before> read(DSLContext sql, List<ClaimWrite> requests) {
    Set<String> ids = new HashSet<>();
    requests.forEach(request -> ids.add(request.job().uuid()));
    Map<JobId, Before> before = new HashMap<>();
    sql.select(ID, SEQ, TOKEN, ATTEMPT, OWNER, database.now())
        .from(JOB)
        .where(ID.in(ids))
        .and(PHASE.eq(CLAIMED))
        .forEach(row ->
            before.put(
                new JobId(row.value1()),
                new Before(row.value2(), row.value3(), row.value4(), row.value5(), row.value6())));
    return Collections.unmodifiableMap(before);
  }
}
