// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ATTEMPT;
import static dev.baton.jdbc.JobTable.OWNER;
import static dev.baton.jdbc.JobTable.STATE;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NOTE;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Collects the job events of one transaction and inserts them. */
final class JobEventRows {

  private static final int MAX_NOTE = 1000;

  /** An event without its time, which is the same for the whole transaction. */
  record Event(
      long jobSeq,
      JobEvent.Kind kind,
      JobState state,
      int attempt,
      @Nullable String owner,
      @Nullable String note) {}

  private final List<Event> events = new ArrayList<>();

  void add(Event event) {
    events.add(event);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  void insert(DSLContext sql, long at) {
    if (events.isEmpty()) {
      return;
    }
    var batch =
        sql.batch(
            sql.insertInto(JOB_EVENT, JOB_SEQ, AT_TIME, KIND, STATE, ATTEMPT, OWNER, NOTE)
                .values(
                    (Long) null,
                    (Long) null,
                    (String) null,
                    (String) null,
                    (Integer) null,
                    (String) null,
                    (String) null));
    for (Event event : events) {
      batch =
          batch.bind(
              event.jobSeq(),
              at,
              event.kind().name(),
              event.state().name(),
              event.attempt(),
              event.owner(),
              note(event.note()));
    }
    batch.execute();
  }

  private static @Nullable String note(@Nullable String note) {
    return note == null || note.length() <= MAX_NOTE
        ? JsonText.clean(note)
        : JsonText.clean(note.substring(0, MAX_NOTE));
  }
}
