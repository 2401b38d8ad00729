// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.board.ClaimTokens;
import dev.baton.job.RunWrite;
import dev.baton.service.WriteBatcher;
import java.util.EnumSet;
import java.util.List;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the writes of claim holders, many of them in one transaction. Each write is fenced
 * individually: its statement names the token and changes nothing if the token is not the newest.
 */
final class ExecuteClaimWrites implements WriteBatcher.BatchOperation<ClaimWrite, Boolean> {

  private static final Logger LOG = LoggerFactory.getLogger(ExecuteClaimWrites.class);

  private final Database database;
  private final DueJobs due;
  private final ChangeNotifier changeNotifier;
  private final ClaimTokens held;
  private final EndJobs endJobs;

  ExecuteClaimWrites(
      Database database,
      DueJobs due,
      ChangeNotifier changeNotifier,
      ClaimTokens held,
      ClaimedRows claimedRows) {
    this.database = database;
    this.due = due;
    this.changeNotifier = changeNotifier;
    this.held = held;
    this.endJobs = new EndJobs(database, claimedRows);
  }

  /** Returns for each write whether it was carried out; false means that the claim is lost. */
  @Override
  public List<Boolean> run(List<ClaimWrite> requests) {
    ClaimWriteSideEffects[] changes = new ClaimWriteSideEffects[1];
    List<Boolean> answers = tryAll(requests, changes);
    for (int i = 0; i < requests.size(); i++) {
      if (answers.get(i) && endsClaim(requests.get(i))) {
        held.end(requests.get(i).job(), requests.get(i).token());
      }
    }
    changes[0].dues().forEach(due::expect);
    notifyOfWrites(changes[0]);
    return answers;
  }

  private static boolean endsClaim(ClaimWrite write) {
    return !(write instanceof ClaimWrite.Run(RunWrite.Report report));
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
    ClaimWriteSideEffects changes = new ClaimWriteSideEffects();
    made[0] = changes;
    List<Boolean> answers =
        new ClaimWriteBatch(database, sql, requests, changes, endJobs).run(joined);
    changes.insert(sql);
    if (changes.isBackOnBoard()) {
      changeNotifier.announceInTransaction(
          sql, EnumSet.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY));
    }
    return answers;
  }
}
