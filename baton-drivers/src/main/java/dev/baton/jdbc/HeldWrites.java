// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.job.JobId;
import dev.baton.service.Combiner;
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
 * Carries out what holders of claims ask for, many of them in one transaction. Each is fenced by
 * itself: its update names the token and changes nothing when that is not the newest.
 */
final class HeldWrites implements Combiner.Batch<HeldWrite, Boolean> {

  /** A job as it was read before the writes; what an update's token confirms stays true. */
  record Before(long seq, long token, int attempt, String owner, long now) {}

  private static final Logger LOG = LoggerFactory.getLogger(HeldWrites.class);

  private final Database database;
  private final DueJobs due;
  private final Signals signals;
  private final HeldClaims held;

  HeldWrites(Database database, DueJobs due, Signals signals, HeldClaims held) {
    this.database = database;
    this.due = due;
    this.signals = signals;
    this.held = held;
  }

  /** For each write, whether it was carried out; false is a lost claim. */
  @Override
  public List<Boolean> run(List<HeldWrite> requests) {
    HeldChanges[] changes = new HeldChanges[1];
    List<Boolean> answers = tryAll(requests, changes);
    for (int i = 0; i < requests.size(); i++) {
      if (answers.get(i) && HeldShape.of(requests.get(i)) != HeldShape.REPORT) {
        held.remove(requests.get(i).job(), requests.get(i).token());
      }
    }
    changes[0].dues().forEach(due::expect);
    tell(changes[0]);
    return answers;
  }

  private List<Boolean> tryAll(List<HeldWrite> requests, HeldChanges[] changes) {
    try {
      return database.writeHere(sql -> writeAll(sql, requests, changes, true));
    } catch (HeldBatch.UnevenUpdate e) {
      LOG.debug("some of many equal writes were refused: each is tried alone", e);
      return database.writeHere(sql -> writeAll(sql, requests, changes, false));
    }
  }

  private void tell(HeldChanges changes) {
    if (changes.isBackOnBoard()) {
      signals.fire(EnumSet.of(Signals.Kind.POSTING, Signals.Kind.HISTORY));
    } else if (changes.hasEvents()) {
      signals.fireHistory();
    }
  }

  private List<Boolean> writeAll(
      DSLContext sql, List<HeldWrite> requests, HeldChanges[] made, boolean together) {
    Map<JobId, Before> before = read(sql, requests);
    long now = before.isEmpty() ? 0 : before.values().iterator().next().now();
    HeldChanges changes = new HeldChanges(now);
    made[0] = changes;
    List<Boolean> answers = new HeldBatch(sql, requests, before, changes).run(together);
    changes.insert(sql);
    if (changes.isBackOnBoard()) {
      signals.announce(sql, EnumSet.of(Signals.Kind.POSTING, Signals.Kind.HISTORY));
    }
    return answers;
  }

  private Map<JobId, Before> read(DSLContext sql, List<HeldWrite> requests) {
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
