// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.PHASE;
import static dev.baton.jdbc.JobTable.READY;

import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.Set;

/**
 * For databases that cannot tell other processes what changed: asks, while somebody waits for
 * postings, whether there is one.
 */
final class PolledSignals implements Service {

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Database database;
  private final Signals signals;
  private final PollLoop loop = PollLoop.of("jdbc-signals", this::pass);

  PolledSignals(Database database, Signals signals) {
    this.database = database;
    this.signals = signals;
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  private PassResult pass() {
    if (signals.isWatched(Signals.Kind.POSTING) && isAnythingReady()) {
      signals.fire(Set.of(Signals.Kind.POSTING));
    }
    return PassResult.waitFor(EVERY);
  }

  private boolean isAnythingReady() {
    return database.read(sql -> sql.fetchExists(sql.selectOne().from(JOB).where(PHASE.eq(READY))));
  }
}
