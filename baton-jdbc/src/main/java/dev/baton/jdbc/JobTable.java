// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The columns of the table of jobs, and the values of the columns phase and holder. */
final class JobTable {

  static final Table<Record> JOB = table(name("job"));

  static final Field<Long> SEQ = number("seq");
  static final Field<String> ID = text("id");
  static final Field<Long> REVISION = number("revision");
  static final Field<String> ACTION = text("action");
  static final Field<String> NAME = text("name");
  static final Field<String> DESCRIPTION = text("description");
  static final Field<String> TAGS = text("tags");
  static final Field<String> TARGET = text("target");
  static final Field<String> TARGET_MORE = text("target_more");
  static final Field<String> AFFECTED = text("affected");
  static final Field<String> PAYLOAD = text("payload");
  static final Field<Integer> PRIORITY = integer("priority");
  static final Field<String> EXECUTION_MODE = text("execution_mode");
  static final Field<String> PARENT = text("parent");
  static final Field<Long> NOT_BEFORE = number("not_before");
  static final Field<Integer> MAX_ATTEMPTS = integer("max_attempts");
  static final Field<String> BACKOFF = text("backoff");
  static final Field<String> UNIQUE_KEY = text("unique_key");
  static final Field<String> ACTIVE_KEY = text("active_key");
  static final Field<Long> EXPIRY = number("expiry");
  static final Field<String> STATE = text("state");
  static final Field<Integer> PROGRESS = integer("progress");
  static final Field<String> STATUS_MESSAGE = text("status_message");
  static final Field<Long> TIME_OF_STATUS_CHANGE = number("time_of_status_change");
  static final Field<Integer> RETURN_CODE = integer("return_code");
  static final Field<Long> STARTED = number("started");
  static final Field<Long> ENDED = number("ended");
  static final Field<Integer> ATTEMPT = integer("attempt");
  static final Field<Integer> FAILURES = integer("failures");
  static final Field<Integer> TAKEOVERS = integer("takeovers");
  static final Field<String> OWNER = text("owner");
  static final Field<Long> TOKEN = number("token");
  static final Field<String> RESULT = text("result");
  static final Field<String> LAST_ERROR = text("last_error");
  static final Field<String> OUTPUT = text("output");
  static final Field<String> NESTED_JOBS = text("nested_jobs");
  static final Field<String> LOCATION = text("location");
  static final Field<String> SIGNALS = text("signals");
  static final Field<Integer> PARKED = integer("parked");
  static final Field<String> ORIGIN_OWNER = text("origin_owner");
  static final Field<String> DISTRIBUTION = text("distribution");
  static final Field<String> CHILD_KEY = text("child_key");
  static final Field<Integer> AWAITED = integer("awaited");
  static final Field<String> RETRY_OF = text("retry_of");
  static final Field<String> KEY_SCOPE = text("key_scope");
  static final Field<Long> ACL_ID = number("acl_id");
  static final Field<Long> CREATED = number("created");
  static final Field<String> CREATED_BY = text("created_by");
  static final Field<Long> UPDATED = number("updated");
  static final Field<String> UPDATED_BY = text("updated_by");
  static final Field<Integer> PHASE = integer("phase");
  static final Field<Long> DUE = number("due");
  static final Field<Long> KIND = number("lane");
  static final Field<Long> HOLDER = number("holder");

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

  /** The columns of the attributes of {@link dev.baton.job.JobSpec} that have one column each. */
  static final List<SpecColumn<?, ?>> OF_SPEC = SpecColumn.all();

  /** The columns from which a job is read. */
  static final List<Field<?>> COLUMNS =
      Stream.<Field<?>>concat(
              OF_SPEC.stream().map(SpecColumn::field),
              Stream.of(
                  SEQ,
                  ID,
                  REVISION,
                  TARGET,
                  TARGET_MORE,
                  AFFECTED,
                  PARENT,
                  MAX_ATTEMPTS,
                  BACKOFF,
                  STATE,
                  PROGRESS,
                  STATUS_MESSAGE,
                  TIME_OF_STATUS_CHANGE,
                  RETURN_CODE,
                  STARTED,
                  ENDED,
                  ATTEMPT,
                  FAILURES,
                  TAKEOVERS,
                  OWNER,
                  TOKEN,
                  RESULT,
                  LAST_ERROR,
                  OUTPUT,
                  NESTED_JOBS,
                  LOCATION,
                  SIGNALS,
                  PARKED,
                  ORIGIN_OWNER,
                  DISTRIBUTION,
                  CHILD_KEY,
                  AWAITED,
                  RETRY_OF,
                  ACL_ID,
                  CREATED,
                  CREATED_BY,
                  UPDATED,
                  UPDATED_BY,
                  PHASE,
                  HOLDER))
          .toList();

  private JobTable() {}

  static Field<Long> number(String column) {
    return column(column, SQLDataType.BIGINT);
  }

  static Field<Integer> integer(String column) {
    return column(column, SQLDataType.INTEGER);
  }

  static Field<String> text(String column) {
    return column(column, SQLDataType.VARCHAR);
  }

  private static <T> Field<T> column(String column, DataType<T> type) {
    return field(name(column), type);
  }
}
