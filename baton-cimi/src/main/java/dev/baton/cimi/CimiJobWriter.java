// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobJson;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.RunWrite;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the documents that are sent to a CIMI server. They contain only attributes that jobs of a
 * CIMI server have.
 */
final class CimiJobWriter {

  private static final String STATE = "state";
  private static final String MESSAGE = "status-message";
  private static final String TAGS = "tags";

  /** The attributes that only the server sets, so they are not sent. */
  private static final Set<String> SERVERS =
      JobAttributes.names(attribute ->
          attribute.editor() == JobAttribute.Editor.STORE
              && !attribute.name().equals("created-by"));

  /**
   * The attributes that tell the trace of a job. A CIMI server has no attribute for them, so the
   * trace ends with the post.
   */
  private static final Set<String> TRACE = Set.of("traceparent", "tracestate");

  /**
   * Further attributes that are not sent with a new job. The server sets the first two. It has no
   * unique keys; the job store searches for the holder of the key before it posts.
   */
  private static final Set<String> NOT_ADDED = Set.of(STATE, "progress", "unique-key");

  /**
   * The attributes of a job that a CIMI server cannot store. A job with such an attribute is
   * refused.
   */
  private static final Set<String> REFUSED =
      JobAttributes.names(attribute ->
          attribute.value() != null
              && !attribute.is(JobAttribute.Trait.CIMI)
              && !TRACE.contains(attribute.name())
              && !Set.of("max-attempts", "unique-key").contains(attribute.name()));

  private CimiJobWriter() {}

  /** Returns the edit that starts a job. */
  static ObjectNode running() {
    return state(JobState.RUNNING);
  }

  /** Returns the edit that takes back the start of a job. */
  static ObjectNode queued() {
    return state(JobState.QUEUED);
  }

  /**
   * Returns the edit for a run write.
   *
   * @throws InvalidInputException if a CIMI server cannot store the write
   */
  static ObjectNode of(RunWrite write) {
    return switch (write) {
      case RunWrite.Report report -> report(report);
      case RunWrite.End end -> end(end);
      case RunWrite.Retry retry -> retry(retry);
      case RunWrite.Park park -> park(park);
      case RunWrite.Wait wait ->
          throw new InvalidInputException(
              "jobs of a CIMI server cannot wait for a time or a signal; let the action itself"
                  + " wait, or let it post another job");
    };
  }

  private static ObjectNode report(RunWrite.Report report) {
    if (report.location() != null) {
      throw new InvalidInputException("a CIMI server cannot store the location of a job's program");
    }
    ObjectNode edit = object();
    if (report.progress() != null) {
      edit.put("progress", report.progress());
    }
    message(edit, report.statusMessage());
    texts(edit, TAGS, report.tags());
    texts(edit, "nested-jobs", report.nestedJobs());
    if (report.affected() != null && !report.affected().isEmpty()) {
      ArrayNode affected = edit.putArray("affected-resources");
      report
          .affected()
          .forEach(resource ->
              affected.addObject().put("href", resource.href()).setAll(resource.more()));
    }
    return edit;
  }

  /**
   * Returns the edit for an end. If the write has a result and no message, the result becomes the
   * message, because jobs of a CIMI server have no attribute for a result.
   */
  private static ObjectNode end(RunWrite.End end) {
    ObjectNode edit = state(end.state());
    if (end.returnCode() != null) {
      edit.put("return-code", end.returnCode());
    }
    JsonNode result = end.result();
    message(
        edit,
        end.statusMessage() != null || result == null
            ? end.statusMessage()
            : result.isTextual() ? result.textValue() : result.toString());
    return edit;
  }

  private static ObjectNode retry(RunWrite.Retry retry) {
    ObjectNode edit = state(JobState.QUEUED);
    message(edit, retry.statusMessage());
    if (retry.toPull()) {
      edit.put("execution-mode", ExecutionMode.PULL.apiName());
    }
    return edit;
  }

  private static ObjectNode park(RunWrite.Park park) {
    ObjectNode edit = object();
    texts(edit, TAGS, park.tags());
    message(edit, park.statusMessage());
    return edit;
  }

  /** Returns the document of a new job. */
  static ObjectNode added(Job job) {
    ObjectNode document = JobJson.write(job).remove(SERVERS).remove(NOT_ADDED).remove(TRACE);
    List<String> tags = OriginTags.of(job);
    if (!tags.isEmpty()) {
      texts(document, TAGS, tags);
    }
    return document;
  }

  /**
   * Returns the attributes of the edited job that are new or differ from the stored job.
   *
   * @param removed receives the names of the attributes that only the stored job has
   */
  static ObjectNode changes(Job stored, Job edited, Consumer<String> removed) {
    ObjectNode before = JobJson.write(stored).remove(SERVERS).remove(TRACE);
    ObjectNode after = JobJson.write(edited).remove(SERVERS).remove(TRACE);
    before.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !after.has(name))
        .forEach(removed);
    List<String> same =
        after.properties().stream()
            .filter(entry -> entry.getValue().equals(before.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    return after.remove(same);
  }

  /**
   * Checks that a CIMI server can store the job.
   *
   * @throws InvalidInputException if the job has an attribute that jobs of a CIMI server do not
   *     have
   */
  static void check(Job job) {
    JobJson.write(job)
        .properties()
        .forEach(entry -> {
          if (REFUSED.contains(entry.getKey())) {
            throw new InvalidInputException(
                "attribute '"
                    + entry.getKey()
                    + "' is "
                    + InputBounds.shown(entry.getValue().toString())
                    + "; jobs of a CIMI server do not have this attribute, so leave it out");
          }
        });
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode state(JobState state) {
    return object().put(STATE, state.name());
  }

  private static void message(ObjectNode edit, @Nullable String message) {
    if (message != null && !message.isBlank()) {
      edit.put(MESSAGE, JobStatus.bounded(message));
    }
  }

  private static void texts(ObjectNode edit, String name, @Nullable Collection<?> values) {
    if (values != null) {
      ArrayNode array = edit.putArray(name);
      values.forEach(value -> array.add(value.toString()));
    }
  }
}
