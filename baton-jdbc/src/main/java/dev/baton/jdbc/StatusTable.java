// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.baton.access.Principals;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The two tables of the status of jobs, and their columns. A job that is not final has a row in
 * {@link #ACTIVE}, which also contains its place on the board; a final job has a row in {@link
 * #FINISHED}. Thus claims and reports touch only a table that is as small as the number of jobs
 * that wait or run.
 */
final class StatusTable {

  static final Table<Record> ACTIVE = table(name("baton_active_job"));
  static final Table<Record> FINISHED = table(name("baton_finished_job"));

  static final Field<Long> JOB_SEQ = number("job_seq");
  static final Field<Long> KIND_ID = number("kind_id");
  static final Field<Integer> BOARD_PRIORITY = integer("board_priority");
  static final Field<Integer> PHASE = integer("phase");
  static final Field<Long> DUE = number("due");
  static final Field<Long> HOLDER = number("holder");

  /**
   * The owner whose quota counts the job; null for administrators, who have no quota, so that their
   * jobs need no entry in an index.
   */
  static final Field<String> OWNED_BY = text("owned_by");

  static final Field<String> SCHEDULED_BY = text("scheduled_by");

  static final Field<Long> JOB_CREATED = number("job_created");

  static final Field<Long> POSTED_EVENT = number("posted_event");
  static final Field<Long> CLAIM_EVENT = number("claim_event");
  static final Field<Long> CLAIM_TIME = number("claimed");
  static final Field<Integer> RESUMED = integer("resumed");
  static final Field<Long> ENDED_EVENT = number("ended_event");

  static final Field<Long> TOKEN = number("token");
  static final Field<Long> REVISION = number("revision");
  static final Field<Long> UPDATED = number("updated");
  static final Field<Long> STARTED = number("started");
  static final Field<Long> ENDED = number("ended");
  static final Field<Long> TIME_OF_STATUS_CHANGE = number("time_of_status_change");
  static final Field<Integer> PROGRESS = integer("progress");
  static final Field<Integer> ATTEMPT = integer("attempt");
  static final Field<Integer> FAILURES = integer("failures");
  static final Field<Integer> TAKEOVERS = integer("takeovers");
  static final Field<Integer> RETURN_CODE = integer("return_code");
  static final Field<Integer> PARKED = integer("parked");
  static final Field<String> STATE = text("state");
  static final Field<String> OWNER = text("owner");
  static final Field<String> UPDATED_BY = text("updated_by");
  static final Field<String> STATUS_MESSAGE = text("status_message");
  static final Field<String> RESULT = text("result");
  static final Field<String> LAST_ERROR = text("last_error");
  static final Field<String> OUTPUT = text("output");
  static final Field<String> NESTED_JOBS = text("nested_jobs");
  static final Field<String> LOCATION = text("location");
  static final Field<String> SIGNALS = text("signals");

  /**
   * The columns of both tables that keep their values when the job moves to the other table: the
   * copy of the time of creation, and the columns from which {@link JdbcJobHistory} derives events.
   */
  static final List<Field<?>> CARRIED =
      List.of(JOB_CREATED, POSTED_EVENT, CLAIM_EVENT, CLAIM_TIME, RESUMED);

  /** The columns of both tables that contain the status. */
  static final List<Field<?>> STATUS =
      List.of(
          TOKEN,
          REVISION,
          UPDATED,
          STARTED,
          ENDED,
          TIME_OF_STATUS_CHANGE,
          PROGRESS,
          ATTEMPT,
          FAILURES,
          TAKEOVERS,
          RETURN_CODE,
          PARKED,
          STATE,
          OWNER,
          UPDATED_BY,
          STATUS_MESSAGE,
          RESULT,
          LAST_ERROR,
          OUTPUT,
          NESTED_JOBS,
          LOCATION,
          SIGNALS);

  /** The phase of a job that may be claimed now. */
  static final int READY = 0;

  /** The phase of a job that may be claimed when it is due. */
  static final int WAITING = 1;

  /** The phase of a job that its holder has claimed. */
  static final int CLAIMED = 2;

  /** The phase of a job that is posted on an external board. */
  static final int POSTED = 3;

  /** The holder of jobs that are posted or claimed on an external board. No session has this id. */
  static final long ON_EXTERNAL_BOARD = 0;

  private StatusTable() {}

  /** Returns the value of {@link #OWNED_BY} for the owner of a job. */
  static @Nullable String ownedBy(String owner) {
    return owner.equals(Principals.ADMIN) ? null : owner;
  }

  /** Matches the jobs of an owner. */
  static Condition isOwnedBy(String owner) {
    String counted = ownedBy(owner);
    return counted == null ? OWNED_BY.isNull() : OWNED_BY.eq(counted);
  }

  // Not those of JobTable: that class reads the fields of this one when it is initialized.
  private static Field<Long> number(String column) {
    return field(name(column), SQLDataType.BIGINT);
  }

  private static Field<Integer> integer(String column) {
    return field(name(column), SQLDataType.INTEGER);
  }

  private static Field<String> text(String column) {
    return field(name(column), SQLDataType.VARCHAR);
  }
}
