// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.baton.job.JobState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.SQLDataType;

/**
 * The columns of the table of jobs.
 *
 * <p>Searches read {@link #JOBS}, which joins each job with its status. The fields that stand for a
 * column of {@link StatusTable} are expressions there; statements that write use the fields of that
 * class.
 */
final class JobTable {

  static final Table<Record> JOB = table(name("baton_job"));

  static final Field<Long> SEQ = number("seq");
  static final Field<String> ID = text("id");
  static final Field<Long> ACL_ID = number("acl_id");
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
  static final Field<Long> EXPIRY = number("expiry");
  static final Field<String> ORIGIN_OWNER = text("origin_owner");
  static final Field<String> DISTRIBUTION = text("distribution");
  static final Field<String> CHILD_KEY = text("child_key");
  static final Field<Integer> AWAITED = integer("awaited");
  static final Field<String> RETRY_OF = text("retry_of");
  static final Field<String> RETRIED_BY = text("retried_by");
  static final Field<Long> CREATED = number("created");
  static final Field<String> CREATED_BY = text("created_by");

  private static final String ACTIVE_ALIAS = "a";
  private static final String FINISHED_ALIAS = "f";

  private static final String RUNNING = JobState.RUNNING.name();

  /** The status of the jobs that are not final, without the jobs. */
  static final Table<Record> ACTIVE_STATUS = StatusTable.ACTIVE.as(ACTIVE_ALIAS);

  /** Each job with its status. */
  static final Table<Record> JOBS = withStatus(JOB);

  /** The jobs of {@link #JOBS} that are not final. Databases read the rows of the status first. */
  static final Table<Record> ACTIVE_JOBS =
      withFinished(
          StatusTable.ACTIVE.as(ACTIVE_ALIAS).join(JOB).on(active(StatusTable.JOB_SEQ).eq(SEQ)));

  /** The jobs of {@link #JOBS} that are final. Databases read the rows of the status first. */
  static final Table<Record> FINISHED_JOBS =
      withActive(
          StatusTable.FINISHED
              .as(FINISHED_ALIAS)
              .join(JOB)
              .on(finished(StatusTable.JOB_SEQ).eq(SEQ)));

  static final Field<Long> REVISION = current(StatusTable.REVISION);
  static final Field<String> STATE = current(StatusTable.STATE);
  static final Field<Integer> PROGRESS = current(StatusTable.PROGRESS);
  static final Field<String> STATUS_MESSAGE = current(StatusTable.STATUS_MESSAGE);
  static final Field<Long> TIME_OF_STATUS_CHANGE = current(StatusTable.TIME_OF_STATUS_CHANGE);
  static final Field<Integer> RETURN_CODE = current(StatusTable.RETURN_CODE);
  static final Field<Long> STARTED = current(StatusTable.STARTED);
  static final Field<Long> ENDED = current(StatusTable.ENDED);
  static final Field<Integer> ATTEMPT = current(StatusTable.ATTEMPT);
  static final Field<Integer> FAILURES = current(StatusTable.FAILURES);
  static final Field<Integer> TAKEOVERS = current(StatusTable.TAKEOVERS);
  static final Field<String> OWNER = current(StatusTable.OWNER);
  static final Field<Long> TOKEN = current(StatusTable.TOKEN);
  static final Field<String> RESULT = current(StatusTable.RESULT);
  static final Field<String> LAST_ERROR = current(StatusTable.LAST_ERROR);
  static final Field<String> OUTPUT = current(StatusTable.OUTPUT);
  static final Field<String> NESTED_JOBS = current(StatusTable.NESTED_JOBS);
  static final Field<String> LOCATION = current(StatusTable.LOCATION);
  static final Field<String> SIGNALS = current(StatusTable.SIGNALS);
  static final Field<Integer> PARKED = current(StatusTable.PARKED);
  static final Field<Long> UPDATED = current(StatusTable.UPDATED);
  static final Field<String> UPDATED_BY = current(StatusTable.UPDATED_BY);
  static final Field<Integer> PHASE = active(StatusTable.PHASE);
  static final Field<Long> DUE = active(StatusTable.DUE);
  static final Field<Long> HOLDER = active(StatusTable.HOLDER);

  /** The names of the states of final jobs. */
  static final Set<String> FINAL_STATES =
      Stream.of(JobState.values())
          .filter(JobState::isFinal)
          .map(JobState::name)
          .collect(Collectors.toUnmodifiableSet());

  /** The columns of the attributes of {@link dev.baton.job.JobSpec} that have one column each. */
  static final List<SpecColumn<?, ?>> OF_SPEC = SpecColumn.all();

  /** The fields of {@link #JOBS} from which a job is read. */
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
                  RETRIED_BY,
                  ACL_ID,
                  CREATED,
                  CREATED_BY,
                  UPDATED,
                  UPDATED_BY,
                  PHASE,
                  HOLDER))
          .toList();

  private JobTable() {}

  /**
   * The jobs of {@link #JOBS} with larger row numbers. Each table is limited, because databases do
   * not derive these conditions from the join.
   */
  static Table<Record> jobsAfter(long seq) {
    return JOB.leftJoin(StatusTable.ACTIVE.as(ACTIVE_ALIAS))
        .on(active(StatusTable.JOB_SEQ).eq(SEQ).and(active(StatusTable.JOB_SEQ).gt(seq)))
        .leftJoin(StatusTable.FINISHED.as(FINISHED_ALIAS))
        .on(finished(StatusTable.JOB_SEQ).eq(SEQ).and(finished(StatusTable.JOB_SEQ).gt(seq)));
  }

  /** Adds the status to a table that contains the columns of the table of jobs. */
  static Table<Record> withStatus(Table<?> jobs) {
    return withFinished(withActive(jobs));
  }

  private static Table<Record> withActive(Table<?> jobs) {
    return jobs.leftJoin(StatusTable.ACTIVE.as(ACTIVE_ALIAS))
        .on(active(StatusTable.JOB_SEQ).eq(SEQ));
  }

  private static Table<Record> withFinished(Table<?> jobs) {
    return jobs.leftJoin(StatusTable.FINISHED.as(FINISHED_ALIAS))
        .on(finished(StatusTable.JOB_SEQ).eq(SEQ));
  }

  /** Returns the value of a status column, wherever the job has its status. */
  static <T> Field<T> current(Field<T> column) {
    return DSL.coalesce(active(column), finished(column));
  }

  /** Whether a field of this class reads a column of {@link StatusTable}. */
  static boolean isStatus(Field<?> field) {
    return field instanceof QOM.Coalesce<?> || field.equals(PHASE) || field.equals(HOLDER);
  }

  /** Returns the name of the column that a field of this class reads. */
  static String nameOf(Field<?> field) {
    return field instanceof QOM.Coalesce<?> current
        ? current.$arg1().getFirst().getName()
        : field.getName();
  }

  static <T> Field<T> active(Field<T> column) {
    return field(name(ACTIVE_ALIAS, column.getName()), column.getDataType());
  }

  static <T> Field<T> finished(Field<T> column) {
    return field(name(FINISHED_ALIAS, column.getName()), column.getDataType());
  }

  /**
   * Matches the jobs that have one of the states. Unlike a condition on {@link #STATE}, this
   * condition can use the indexes of both tables.
   */
  static Condition isInState(Collection<String> states) {
    Condition ended = isOneOf(finished(StatusTable.STATE), states);
    if (FINAL_STATES.containsAll(states)) {
      return ended;
    }
    Condition open = isActiveIn(states);
    return states.stream().noneMatch(FINAL_STATES::contains) ? open : ended.or(open);
  }

  /**
   * Matches the jobs that are not final and have one of the states. Running jobs are few among the
   * jobs that wait, so the condition on their state names two indexes of PostgreSQL that together
   * contain them: that of the jobs with a holder, and that of the running jobs without a holder.
   */
  static Condition isActiveIn(Collection<String> states) {
    Field<String> state = active(StatusTable.STATE);
    Condition isIn = isOneOf(state, states);
    return Set.copyOf(states).equals(Set.of(RUNNING))
        ? isIn.and(HOLDER.isNotNull().or(HOLDER.isNull().and(state.eq(DSL.inline(RUNNING)))))
        : isIn;
  }

  /** Unlike jOOQ's condition, this condition is false, not unknown, if the field is null. */
  private static Condition isOneOf(Field<String> field, Collection<String> values) {
    return field.isNotNull().and(field.in(values));
  }

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
