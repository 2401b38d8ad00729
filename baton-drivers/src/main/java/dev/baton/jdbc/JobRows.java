// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.Priority;
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

  static Job job(Record row, Acl acl) {
    return new Job(
        id(row),
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

  static JobState state(Record row) {
    return Objects.requireNonNull(parsed(row, STATE, JobState::parse), "state is null");
  }

  /** Parses the text of a column; returns null if the column is null. */
  private static <T> @Nullable T parsed(
      Record row, Field<String> column, Function<String, T> parse) {
    String text = row.get(column);
    try {
      return text == null ? null : parse.apply(text);
    } catch (RuntimeException e) {
      throw unreadable(column, e);
    }
  }

  private static List<String> texts(Record row, Field<String> column) {
    List<String> texts = parsed(row, column, JsonText::parseTexts);
    return texts == null ? List.of() : texts;
  }

  private static @Nullable JsonNode json(Record row, Field<String> column) {
    return parsed(row, column, text -> Objects.requireNonNull(JsonText.parse(text)));
  }

  private static IllegalStateException unreadable(Field<?> column, RuntimeException cause) {
    return new IllegalStateException("column '" + column.getName() + "' cannot be read", cause);
  }

  private static JobOrigin origin(Record row) {
    return new JobOrigin(
        row.get(ORIGIN_OWNER),
        row.get(DISTRIBUTION),
        row.get(CHILD_KEY),
        row.get(AWAITED) != 0,
        parsed(row, RETRY_OF, JobId::new));
  }

  /** Puts the columns that are written when the job is inserted and that never change. */
  static void putOrigin(Map<Field<?>, @Nullable Object> values, JobOrigin origin) {
    values.put(ORIGIN_OWNER, origin.owner());
    values.put(DISTRIBUTION, origin.distribution());
    values.put(CHILD_KEY, origin.childKey());
    values.put(AWAITED, origin.awaited() ? 1 : 0);
    values.put(RETRY_OF, origin.retryOf() == null ? null : origin.retryOf().uuid());
    values.put(KEY_SCOPE, origin.keyScope());
  }

  private static JobSpec spec(Record row) {
    String target = row.get(TARGET);
    return JobSpec.builder(row.get(ACTION))
        .name(row.get(NAME))
        .description(row.get(DESCRIPTION))
        .tags(texts(row, TAGS))
        .target(target == null ? null : new ResourceRef(target, members(row, TARGET_MORE)))
        .affected(affected(row))
        .payload(row.get(PAYLOAD))
        .priority(new Priority(row.get(PRIORITY)))
        .mode(
            Objects.requireNonNull(
                parsed(row, EXECUTION_MODE, ExecutionMode::parse), "execution_mode is null"))
        .version(row.get(VERSION))
        .parent(parsed(row, PARENT, JobId::new))
        .requires(texts(row, REQUIRES))
        .notBefore(instant(row.get(NOT_BEFORE)))
        .timeout(parsed(row, TIMEOUT, Duration::parse))
        .retry(retry(row))
        .uniqueKey(row.get(UNIQUE_KEY))
        .expiry(instant(row.get(EXPIRY)))
        .build();
  }

  private static RetryPolicy retry(Record row) {
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

  private static JobStatus status(Record row) {
    return new JobStatus(
        state(row),
        row.get(PROGRESS),
        row.get(STATUS_MESSAGE),
        instant(row.get(TIME_OF_STATUS_CHANGE)),
        row.get(RETURN_CODE),
        instant(row.get(STARTED)),
        instant(row.get(ENDED)),
        row.get(ATTEMPT),
        row.get(FAILURES),
        row.get(TAKEOVERS),
        row.get(OWNER),
        row.get(TOKEN),
        json(row, RESULT),
        row.get(LAST_ERROR),
        row.get(OUTPUT),
        nested(row),
        row.get(PARKED) != 0,
        location(row),
        new TreeMap<>(members(row, SIGNALS)));
  }

  private static @Nullable RunLocation location(Record row) {
    return parsed(
        row, LOCATION, text -> RunLocation.parse(Objects.requireNonNull(JsonText.parse(text))));
  }

  private static List<JobId> nested(Record row) {
    List<JobId> nested =
        parsed(
            row,
            NESTED_JOBS,
            text -> JsonText.parseTexts(text).stream().map(JobId::parse).toList());
    return nested == null ? List.of() : nested;
  }

  private static List<ResourceRef> affected(Record row) {
    List<ResourceRef> affected = parsed(row, AFFECTED, JsonText::parseRefs);
    return affected == null ? List.of() : affected;
  }

  private static Map<String, JsonNode> members(Record row, Field<String> column) {
    Map<String, JsonNode> members = parsed(row, column, JsonText::parseMembers);
    return members == null ? Map.of() : members;
  }

  static @Nullable String location(@Nullable RunLocation location) {
    return location == null ? null : JsonText.of(location.json());
  }

  /** Returns the columns of a job that an edit may change, without the columns of the board. */
  static Map<Field<?>, @Nullable Object> values(Job job, long aclId) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    putSpec(values, job.spec());
    putStatus(values, job.status());
    values.put(ACL_ID, aclId);
    values.put(UPDATED_BY, job.updatedBy());
    return values;
  }

  private static void putSpec(Map<Field<?>, @Nullable Object> values, JobSpec spec) {
    ResourceRef target = spec.target();
    values.put(ACTION, JsonText.clean(spec.action()));
    values.put(NAME, JsonText.clean(spec.name()));
    values.put(DESCRIPTION, JsonText.clean(spec.description()));
    values.put(TAGS, JsonText.texts(spec.tags()));
    values.put(TARGET, target == null ? null : JsonText.clean(target.href()));
    values.put(TARGET_MORE, target == null ? null : JsonText.members(target.more()));
    values.put(AFFECTED, JsonText.refs(spec.affected()));
    values.put(PAYLOAD, JsonText.clean(spec.payload()));
    values.put(PRIORITY, spec.priority().value());
    values.put(EXECUTION_MODE, spec.mode().apiName());
    values.put(VERSION, spec.version());
    values.put(PARENT, spec.parent() == null ? null : spec.parent().uuid());
    values.put(REQUIRES, JsonText.texts(spec.requires()));
    values.put(NOT_BEFORE, millis(spec.notBefore()));
    values.put(TIMEOUT, spec.timeout() == null ? null : spec.timeout().toString());
    values.put(MAX_ATTEMPTS, spec.retry().maxAttempts());
    values.put(BACKOFF, backoff(spec.retry()));
    values.put(UNIQUE_KEY, JsonText.clean(spec.uniqueKey()));
    values.put(EXPIRY, millis(spec.expiry()));
  }

  private static void putStatus(Map<Field<?>, @Nullable Object> values, JobStatus status) {
    String message = status.statusMessage();
    values.put(STATE, status.state().name());
    values.put(PROGRESS, status.progress());
    values.put(STATUS_MESSAGE, message == null ? null : message(message));
    values.put(TIME_OF_STATUS_CHANGE, millis(status.timeOfStatusChange()));
    values.put(RETURN_CODE, status.returnCode());
    values.put(STARTED, millis(status.started()));
    values.put(ENDED, millis(status.ended()));
    values.put(ATTEMPT, status.attempt());
    values.put(FAILURES, status.failures());
    values.put(TAKEOVERS, status.takeovers());
    values.put(OWNER, status.owner());
    values.put(TOKEN, status.token());
    values.put(RESULT, JsonText.of(status.result()));
    values.put(LAST_ERROR, JsonText.clean(status.lastError()));
    values.put(OUTPUT, JsonText.clean(status.output()));
    values.put(NESTED_JOBS, JsonText.texts(status.nestedJobs()));
    values.put(PARKED, status.parked() ? 1 : 0);
    values.put(LOCATION, location(status.location()));
    values.put(SIGNALS, JsonText.members(status.signals()));
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

  /** Returns the ids in the form of the column. */
  static List<String> uuids(List<JobId> ids) {
    return ids.stream().map(JobId::uuid).toList();
  }
}
