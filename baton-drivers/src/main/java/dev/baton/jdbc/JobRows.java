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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs from rows and rows from jobs. */
final class JobRows {

  private static final Logger LOG = LoggerFactory.getLogger(JobRows.class);

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

  /** The job of a row; empty, with a warning, if this release cannot read the row. */
  static Optional<Job> readable(Record row, Function<? super Record, Acl> lists) {
    try {
      return Optional.of(job(row, lists.apply(row)));
    } catch (RuntimeException e) {
      // Rows are data: whatever is wrong with one of them, a search shows the others.
      LOG.warn("a search leaves out a job whose row cannot be read: job=job/{}", row.get(ID), e);
      return Optional.empty();
    }
  }

  static JobId id(Record row) {
    return new JobId(row.get(ID));
  }

  static JobState state(Record row) {
    return JobState.valueOf(row.get(STATE));
  }

  private static JobOrigin origin(Record row) {
    String retryOf = row.get(RETRY_OF);
    return new JobOrigin(
        row.get(ORIGIN_OWNER),
        row.get(DISTRIBUTION),
        row.get(CHILD_KEY),
        row.get(AWAITED) != 0,
        retryOf == null ? null : new JobId(retryOf));
  }

  /** The columns that are written with the job and never again. */
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
    String parent = row.get(PARENT);
    String timeout = row.get(TIMEOUT);
    return JobSpec.builder(row.get(ACTION))
        .name(row.get(NAME))
        .description(row.get(DESCRIPTION))
        .tags(JsonText.parseTexts(row.get(TAGS)))
        .target(
            target == null
                ? null
                : new ResourceRef(target, JsonText.parseMembers(row.get(TARGET_MORE))))
        .affected(JsonText.parseRefs(row.get(AFFECTED)))
        .payload(row.get(PAYLOAD))
        .priority(new Priority(row.get(PRIORITY)))
        .mode(ExecutionMode.parse(row.get(EXECUTION_MODE)))
        .version(row.get(VERSION))
        .parent(parent == null ? null : new JobId(parent))
        .requires(JsonText.parseTexts(row.get(REQUIRES)))
        .notBefore(instant(row.get(NOT_BEFORE)))
        .timeout(timeout == null ? null : Duration.parse(timeout))
        .retry(retry(row))
        .uniqueKey(row.get(UNIQUE_KEY))
        .expiry(instant(row.get(EXPIRY)))
        .build();
  }

  private static RetryPolicy retry(Record row) {
    String backoff = row.get(BACKOFF);
    int maxAttempts = row.get(MAX_ATTEMPTS);
    if (backoff == null) {
      return RetryPolicy.times(maxAttempts);
    }
    String[] parts = backoff.split(" ", -1);
    return new RetryPolicy(
        maxAttempts,
        new Backoff(
            Duration.parse(parts[0]),
            Duration.parse(parts[1]),
            Double.parseDouble(parts[2]),
            Double.parseDouble(parts[3])));
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
        JsonText.parse(row.get(RESULT)),
        row.get(LAST_ERROR),
        row.get(OUTPUT),
        JsonText.parseTexts(row.get(NESTED_JOBS)).stream().map(JobId::parse).toList(),
        row.get(PARKED) != 0,
        location(JsonText.parse(row.get(LOCATION))),
        new TreeMap<>(JsonText.parseMembers(row.get(SIGNALS))));
  }

  private static @Nullable RunLocation location(@Nullable JsonNode node) {
    return node == null ? null : RunLocation.parse(node);
  }

  static @Nullable String location(@Nullable RunLocation location) {
    return location == null ? null : JsonText.of(location.json());
  }

  /** The columns of a job that an edit may change, without those of the board. */
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
    values.put(EXECUTION_MODE, spec.mode().word());
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

  /** The ids as the column holds them. */
  static List<String> uuids(List<JobId> ids) {
    return ids.stream().map(JobId::uuid).toList();
  }
}
