// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.EVENT_BATCH;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import org.jooq.DSLContext;

/**
 * Deletes the batches of events that are older than a day. Several processes may do this at the
 * same time.
 */
final class DeleteOldEvents implements Service {

  /** How long events can be read in the order of their numbers. */
  static final Duration KEPT = Duration.ofDays(1);

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int BATCH = 1000;

  private final Database database;
  private final PollLoop loop = PollLoop.of("jdbc-old-events", this::pass);

  DeleteOldEvents(Database database) {
    this.database = database;
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
    return database.write(this::deleteSome) < BATCH
        ? PassResult.waitFor(EVERY)
        : PassResult.again();
  }

  /** Reads the oldest batches only, so that a pass without work costs one index lookup. */
  private int deleteSome(DSLContext sql) {
    var old =
        sql.select(NUMBER, AT_TIME, database.now())
            .from(EVENT_BATCH)
            .orderBy(NUMBER)
            .limit(BATCH)
            .fetch();
    var numbers =
        old.stream()
            .filter(row -> row.value2() < row.value3() - KEPT.toMillis())
            .map(row -> row.value1())
            .toList();
    if (!numbers.isEmpty()) {
      sql.deleteFrom(EVENT_BATCH).where(NUMBER.in(numbers)).execute();
    }
    return numbers.size();
  }
}
