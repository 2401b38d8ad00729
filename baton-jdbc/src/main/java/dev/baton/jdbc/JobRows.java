// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.ResourceRef;
import dev.baton.job.RetryPolicy;
import dev.baton.job.RunLocation;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Converts jobs to and from rows. */
final class JobRows {

  private JobRows() {}

  static Job job(RowValues row, Acl acl) {
    return new Job(
        new JobId(row.get(ID)),
        spec(row),
        status(row),
        acl,
        origin(row),
        Instant.ofEpochMilli(row.get(CREATED)),
        row.get(CREATED_BY),
        Instant.ofEpochMilli(row.get(UPDATED)),
        row.get(UPDATED_BY),
        row.get(REVISION));
  }

  static JobId id(Record row) {
    return new JobId(row.get(ID));
  }

  static JobState state(RowValues row) {
    return Objects.requireNonNull(parsed(row, STATE, JobState::parse), "state is null");
  }

  /** Parses the text of a column; returns null if the column is null. */
  private static <T> @Nullable T parsed(
      RowValues row, Field<String> column, Function<String, T> parse) {
    String text = row.get(column);
    try {
      return text == null ? null : parse.apply(text);
    } catch (RuntimeException e) {
      throw unreadable(column, e);
    }
  }

  private static @Nullable JsonNode json(RowValues row, Field<String> column) {
    return parsed(row, column, text -> Objects.requireNonNull(JsonText.parse(text)));
  }

  static IllegalStateException unreadable(Field<?> column, RuntimeException cause) {
    return new IllegalStateException(
        "column '" + JobTable.nameOf(column) + "' cannot be read", cause);
  }

  private static JobOrigin origin(RowValues row) {
    return new JobOrigin(
        row.get(ORIGIN_OWNER),
        row.get(DISTRIBUTION),
        row.get(CHILD_KEY),
        row.get(AWAITED) != 0,
        parsed(row, RETRY_OF, JobId::new),
        parsed(row, RETRIED_BY, JobId::new));
  }

  /** Returns the columns that are written when the job is inserted and that never change. */
  static Map<Field<?>, @Nullable Object> origin(JobOrigin origin) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(ORIGIN_OWNER, origin.owner());
    values.put(DISTRIBUTION, origin.distribution());
    values.put(CHILD_KEY, origin.childKey());
    values.put(AWAITED, origin.awaited() ? 1 : 0);
    values.put(RETRY_OF, uuid(origin.retryOf()));
    values.put(RETRIED_BY, uuid(origin.retriedBy()));
    return values;
  }

  private static @Nullable String uuid(@Nullable JobId id) {
    return id == null ? null : id.uuid();
  }

  private static JobSpec spec(RowValues row) {
    String target = row.get(TARGET);
    JobSpecBuilder spec =
        JobSpec.builder(row.get(ACTION))
            .target(target == null ? null : new ResourceRef(target, members(row, TARGET_MORE)))
            .affected(affected(row))
            .parent(parsed(row, PARENT, JobId::new))
            .retry(retry(row));
    OF_SPEC.forEach(column -> column.read(row, spec));
    return spec.build();
  }

  private static RetryPolicy retry(RowValues row) {
    Backoff backoff = parsed(row, BACKOFF, JobRows::parseBackoff);
    int maxAttempts = row.get(MAX_ATTEMPTS);
    return backoff == null ? RetryPolicy.times(maxAttempts) : new RetryPolicy(maxAttempts, backoff);
  }

  private static Backoff parseBackoff(String text) {
    String[] parts = text.split(" ", -1);
    return new Backoff(
        Duration.parse(parts[0]),
        Duration.parse(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }

  private static @Nullable String backoff(RetryPolicy retry) {
    Backoff backoff = retry.backoff();
    if (backoff.equals(RetryPolicy.NONE.backoff())) {
      return null;
    }
    return String.join(
        " ",
        backoff.initial().toString(),
        backoff.max().toString(),
        String.valueOf(backoff.factor()),
        String.valueOf(backoff.jitter()));
  }

  private static JobStatus status(RowValues row) {
    return JobStatus.queued().toBuilder()
        .state(state(row))
        .progress(row.get(PROGRESS))
        .statusMessage(row.get(STATUS_MESSAGE))
        .timeOfStatusChange(instant(row.get(TIME_OF_STATUS_CHANGE)))
        .returnCode(row.get(RETURN_CODE))
        .started(instant(row.get(STARTED)))
        .ended(instant(row.get(ENDED)))
        .attempt(row.get(ATTEMPT))
        .failures(row.get(FAILURES))
        .takeovers(row.get(TAKEOVERS))
        .owner(row.get(OWNER))
        .token(row.get(TOKEN))
        .result(json(row, RESULT))
        .lastError(row.get(LAST_ERROR))
        .output(row.get(OUTPUT))
        .nestedJobs(nested(row))
        .parked(row.get(PARKED) != 0)
        .location(location(row))
        .signals(new TreeMap<>(members(row, SIGNALS)))
        .build();
  }

  private static @Nullable RunLocation location(RowValues row) {
    return parsed(
        row, LOCATION, text -> RunLocation.parse(Objects.requireNonNull(JsonText.parse(text))));
  }

  private static List<JobId> nested(RowValues row) {
    List<JobId> nested =
        parsed(
            row,
            NESTED_JOBS,
            text -> JsonText.parseTexts(text).stream().map(JobId::parse).toList());
    return nested == null ? List.of() : nested;
  }

  private static List<ResourceRef> affected(RowValues row) {
    List<ResourceRef> affected = parsed(row, AFFECTED, JsonText::parseRefs);
    return affected == null ? List.of() : affected;
  }

  private static Map<String, JsonNode> members(RowValues row, Field<String> column) {
    Map<String, JsonNode> members = parsed(row, column, JsonText::parseMembers);
    return members == null ? Map.of() : members;
  }

  static @Nullable String location(@Nullable RunLocation location) {
    return location == null ? null : JsonText.of(location.json());
  }

  /** Returns the columns of the table of jobs that an edit may change. */
  static Map<Field<?>, @Nullable Object> spec(JobSpec spec) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    ResourceRef target = spec.target();
    OF_SPEC.forEach(column -> column.put(values, spec));
    values.put(TARGET, target == null ? null : JsonText.clean(target.href()));
    values.put(TARGET_MORE, target == null ? null : JsonText.members(target.more()));
    values.put(AFFECTED, JsonText.refs(spec.affected()));
    values.put(PARENT, uuid(spec.parent()));
    values.put(MAX_ATTEMPTS, spec.retry().maxAttempts());
    values.put(BACKOFF, backoff(spec.retry()));
    return values;
  }

  /** Returns the columns {@link StatusTable#STATUS} of a job. */
  static Map<Field<?>, @Nullable Object> status(Job job) {
    JobStatus status = job.status();
    String message = status.statusMessage();
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(StatusTable.TOKEN, status.token());
    values.put(StatusTable.REVISION, job.revision());
    values.put(StatusTable.UPDATED, job.updated().toEpochMilli());
    values.put(StatusTable.STARTED, millis(status.started()));
    values.put(StatusTable.ENDED, millis(status.ended()));
    values.put(StatusTable.TIME_OF_STATUS_CHANGE, millis(status.timeOfStatusChange()));
    values.put(StatusTable.PROGRESS, status.progress());
    values.put(StatusTable.ATTEMPT, status.attempt());
    values.put(StatusTable.FAILURES, status.failures());
    values.put(StatusTable.TAKEOVERS, status.takeovers());
    values.put(StatusTable.RETURN_CODE, status.returnCode());
    values.put(StatusTable.PARKED, status.parked() ? 1 : 0);
    values.put(StatusTable.STATE, status.state().name());
    values.put(StatusTable.OWNER, status.owner());
    values.put(StatusTable.UPDATED_BY, job.updatedBy());
    values.put(StatusTable.STATUS_MESSAGE, message == null ? null : message(message));
    values.put(StatusTable.RESULT, JsonText.of(status.result()));
    values.put(StatusTable.LAST_ERROR, JsonText.clean(status.lastError()));
    values.put(StatusTable.OUTPUT, JsonText.clean(status.output()));
    values.put(StatusTable.NESTED_JOBS, JsonText.texts(status.nestedJobs()));
    values.put(StatusTable.LOCATION, location(status.location()));
    values.put(StatusTable.SIGNALS, JsonText.members(status.signals()));
    return values;
  }

  static @Nullable String message(@Nullable String text) {
    return text == null ? null : JsonText.clean(JobStatus.bounded(text));
  }

  static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  /** Returns the ids without the prefix {@code job/}, as the column stores them. */
  static List<String> uuids(List<JobId> ids) {
    return ids.stream().map(JobId::uuid).toList();
  }
}
