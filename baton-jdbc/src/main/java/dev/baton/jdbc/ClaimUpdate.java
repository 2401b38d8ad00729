// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.*;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.when;

import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.service.SaturatedTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The UPDATE statements of {@link ClaimWrite}s except ends: one statement for each kind of write. A
 * job whose phase is CLAIMED is RUNNING, so {@code JobTransitions} allows each change of state that
 * they make.
 */
// A query does not change after its creation; a batch binds its own values.
@SuppressWarnings("ImmutableEnumChecker")
enum ClaimUpdate {
  REPORT {
    @Override
    Map<Field<?>, Object> sets() {
      // The order matters: MySQL computes each value from the columns that the assignments before
      // it have set.
      Map<Field<?>, Object> sets = new LinkedHashMap<>();
      sets.put(
          TAKEOVERS,
          when(coalesce(integer("progress"), PROGRESS).gt(PROGRESS), DSL.inline(0))
              .otherwise(TAKEOVERS));
      sets.put(PROGRESS, coalesce(integer("progress"), PROGRESS));
      keepOrSet(sets, STATUS_MESSAGE, "message");
      sets.put(TIME_OF_STATUS_CHANGE, timeOfMessage());
      keepOrSet(sets, NESTED_JOBS, "nested");
      keepOrSet(sets, LOCATION, "location");
      return sets;
    }
  },
  RETRY {
    @Override
    Map<Field<?>, Object> sets() {
      Map<Field<?>, Object> sets = offTheBoard(integer("phase"));
      sets.put(STATE, JobState.QUEUED.name());
      sets.put(DUE, param("due", SQLDataType.BIGINT));
      sets.put(STATUS_MESSAGE, text("message"));
      sets.put(TIME_OF_STATUS_CHANGE, now());
      sets.put(LAST_ERROR, text("error"));
      sets.put(FAILURES, FAILURES.plus(1));
      sets.put(TAKEOVERS, 0);
      sets.put(LOCATION, DSL.castNull(SQLDataType.VARCHAR));
      return sets;
    }
  },
  WAIT {
    @Override
    Map<Field<?>, Object> sets() {
      // If a signal that the action has not seen arrived before this write, the job does not wait.
      Condition unchanged = SIGNALS.isNotDistinctFrom(text("signals"));
      Map<Field<?>, Object> sets =
          offTheBoard(when(unchanged, integer("phase")).otherwise(DSL.inline(READY)));
      Field<Long> due = when(unchanged, param("due", SQLDataType.BIGINT)).otherwise(now());
      sets.put(STATE, JobState.QUEUED.name());
      sets.put(DUE, due);
      sets.put(TAKEOVERS, 0);
      sets.put(STATUS_MESSAGE, text("message"));
      sets.put(TIME_OF_STATUS_CHANGE, now());
      return sets;
    }
  },
  PARK {
    @Override
    Map<Field<?>, Object> sets() {
      Map<Field<?>, Object> sets = offTheBoard(null);
      sets.put(PARKED, 1);
      sets.put(TAKEOVERS, 0);
      keepOrSet(sets, STATUS_MESSAGE, "message");
      sets.put(TIME_OF_STATUS_CHANGE, timeOfMessage());
      return sets;
    }
  },
  ABANDON_UNSTARTED {
    @Override
    Map<Field<?>, Object> sets() {
      Map<Field<?>, Object> sets = offTheBoard(DSL.inline(READY));
      sets.put(TOKEN, TOKEN.plus(1));
      return sets;
    }
  },
  ABANDON {
    @Override
    Map<Field<?>, Object> sets() {
      Map<Field<?>, Object> sets = ABANDON_UNSTARTED.sets();
      sets.put(TAKEOVERS, 0);
      return sets;
    }
  };

  private final Query update;

  ClaimUpdate() {
    this.update = update(JOB_SEQ.eq(param("seq", SQLDataType.BIGINT)));
  }

  private Query update(Condition which) {
    Map<Field<?>, Object> sets = sets();
    sets.put(UPDATED, now());
    sets.put(REVISION, REVISION.plus(1));
    return DSL.update(ACTIVE)
        .set(sets)
        .where(which)
        .and(TOKEN.eq(param("token", SQLDataType.BIGINT)))
        // The token alone is not sufficient: a job that has ended its claim itself, such as a
        // parked job, keeps its token.
        .and(PHASE.eq(DSL.inline(CLAIMED)));
  }

  /** Returns one statement for several jobs whose values, token and time are all equal. */
  Query updateOf(List<Long> seqs, Map<String, @Nullable Object> values) {
    Query update = update(JOB_SEQ.in(seqs));
    for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
      update = update.bind(value.getKey(), value.getValue());
    }
    return update;
  }

  abstract Map<Field<?>, Object> sets();

  /** Returns the statement with unbound parameters, for use in a batch. */
  Query update() {
    return update;
  }

  static ClaimUpdate of(ClaimWrite write) {
    return switch (write) {
      case ClaimWrite.Abandon abandon -> abandon.started() ? ABANDON : ABANDON_UNSTARTED;
      case ClaimWrite.Run run ->
          switch (run.write()) {
            case RunWrite.Report report -> REPORT;
            case RunWrite.End end ->
                throw new IllegalArgumentException("ends are executed by EndJobs");
            case RunWrite.Retry retry -> RETRY;
            case RunWrite.Wait wait -> WAIT;
            case RunWrite.Park park -> PARK;
          };
    };
  }

  /**
   * Returns the parameters of the statement, except {@code seq}, {@code token} and {@code now},
   * which every statement has.
   */
  Map<String, @Nullable Object> values(ClaimWrite write, long now) {
    Map<String, @Nullable Object> values = new HashMap<>();
    if (write instanceof ClaimWrite.Run run) {
      switch (run.write()) {
        case RunWrite.Report report -> put(values, report);
        case RunWrite.End end -> {}
        case RunWrite.Retry retry -> put(values, retry, now);
        case RunWrite.Wait wait -> put(values, wait, now);
        case RunWrite.Park park -> {
          values.put("message", JobRows.message(park.statusMessage()));
        }
      }
    }
    return values;
  }

  private static void put(Map<String, @Nullable Object> values, RunWrite.Report report) {
    values.put("progress", report.progress());
    values.put("message", JobRows.message(report.statusMessage()));
    values.put(
        "nested", report.nestedJobs() == null ? null : JsonText.textsOrEmpty(report.nestedJobs()));
    values.put("location", JobRows.location(report.location()));
  }

  private static void put(Map<String, @Nullable Object> values, RunWrite.Retry retry, long now) {
    boolean waits = SaturatedTime.millis(retry.delay()) > 0;
    values.put("phase", retry.toPull() ? null : waits ? WAITING : READY);
    values.put("due", dueAfter(retry, now));
    values.put("message", JobRows.message(retry.statusMessage()));
    values.put("error", JobRows.message(retry.lastError()));
  }

  private static void put(Map<String, @Nullable Object> values, RunWrite.Wait wait, long now) {
    long due = wait.until().toEpochMilli();
    values.put("phase", due > now ? WAITING : READY);
    values.put("due", due);
    values.put("signals", JsonText.members(wait.seen()));
    values.put("message", JobRows.message(wait.statusMessage()));
  }

  static long dueAfter(RunWrite.Retry retry, long now) {
    return SaturatedTime.plus(Instant.ofEpochMilli(now), retry.delay()).toEpochMilli();
  }

  private static Map<Field<?>, Object> offTheBoard(@Nullable Field<Integer> phase) {
    Map<Field<?>, Object> sets = new HashMap<>();
    sets.put(PHASE, phase == null ? DSL.castNull(SQLDataType.INTEGER) : phase);
    sets.put(HOLDER, DSL.castNull(SQLDataType.BIGINT));
    return sets;
  }

  private static void keepOrSet(Map<Field<?>, Object> sets, Field<String> field, String name) {
    sets.put(field, coalesce(text(name), field));
  }

  /**
   * The current time if the job has a message after the write; otherwise the time that is stored.
   */
  private static Field<Long> timeOfMessage() {
    return when(coalesce(text("message"), STATUS_MESSAGE).isNotNull(), now())
        .otherwise(TIME_OF_STATUS_CHANGE);
  }

  private static Param<Long> now() {
    return param("now", SQLDataType.BIGINT);
  }

  private static Param<String> text(String name) {
    return param(name, SQLDataType.VARCHAR);
  }

  private static Param<Integer> integer(String name) {
    return param(name, SQLDataType.INTEGER);
  }
}
