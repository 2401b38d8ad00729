// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.DUE;
import static dev.baton.jdbc.StatusTable.PHASE;
import static dev.baton.jdbc.StatusTable.READY;
import static dev.baton.jdbc.StatusTable.WAITING;

import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Detects posted jobs where the database does not notify this process. While a watcher waits for
 * postings, it polls with one statement of three index lookups.
 */
final class PollingChangeNotifier implements Service {

  private static final Duration EVERY = Duration.ofMillis(250);
  // Jobs that stay on the board may be for other executors, so watchers are notified of them only
  // at this interval.
  private static final Duration REPEAT = Duration.ofSeconds(2);

  private final Database database;
  private final Clock clock;
  private final ChangeNotifier changeNotifier;
  private final DueJobs due;
  private final PollLoop loop = PollLoop.of("jdbc-signals", this::pass);
  // The row number of the newest job at the last poll. Used only by the thread of the poll loop.
  private long lastPosted = -1;
  private long notifiedNanos;

  PollingChangeNotifier(Database database, ChangeNotifier changeNotifier, DueJobs due) {
    this.database = database;
    this.clock = database.clock();
    this.changeNotifier = changeNotifier;
    this.due = due;
    this.notifiedNanos = clock.nanos();
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  private PassResult pass() {
    if (changeNotifier.isWatched(ChangeNotifier.Kind.POSTING)) {
      database.read(this::readChanges);
    }
    return PassResult.waitFor(EVERY);
  }

  private boolean readChanges(DSLContext sql) {
    var ready = DSL.exists(DSL.selectOne().from(ACTIVE).where(PHASE.eq(DSL.inline(READY))));
    var isDue =
        DSL.exists(
            DSL.selectOne()
                .from(ACTIVE)
                .where(PHASE.eq(DSL.inline(WAITING)))
                .and(DUE.le(database.now())));
    var last = DSL.field(DSL.select(DSL.coalesce(DSL.max(SEQ), 0L)).from(JOB));
    var row = sql.select(DSL.field(ready), DSL.field(isDue), last).fetchSingle();
    if (row.value2()) {
      due.remove();
    }
    if (row.value1() || row.value2()) {
      notifyIfChanged(row.value2() || row.value3() != lastPosted);
    }
    lastPosted = row.value3();
    return true;
  }

  private void notifyIfChanged(boolean isChange) {
    if (isChange || clock.nanos() - notifiedNanos > REPEAT.toNanos()) {
      notifiedNanos = clock.nanos();
      changeNotifier.notifyWatchers(Set.of(ChangeNotifier.Kind.POSTING));
    }
  }
}
