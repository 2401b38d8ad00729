// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request part of a job: the attributes that its poster sets. It is made with {@link
 * #of(String)} or with a {@link JobSpecBuilder}.
 *
 * @param action name of the action to run
 * @param name short text for display
 * @param description longer text for display
 * @param tags distinct words
 * @param labels texts under keys that the poster chooses; see {@link JobLabels}
 * @param target the resource that the job works on
 * @param affected further resources that the job changes; after the post it also contains the
 *     target
 * @param payload JSON text with the action's parameters
 * @param priority order on the board
 * @param mode how the job reaches an executor
 * @param version the compatibility number of the job. An executor ends a job with a lower number
 *     than its own as FAILED, and leaves a job with a higher number to newer executors
 * @param parent the job that posted this job
 * @param requires required capabilities, in the order in which they are evaluated
 * @param notBefore the job waits until this moment
 * @param timeout the maximum duration of one attempt; null for no limit
 * @param retry the attempts that follow a failed attempt, and the delays before them
 * @param uniqueKey while a job with this key is not final, a post with the same key posts nothing
 *     and returns that job
 * @param expiry for information only, as in Nuvla
 * @param traceparent the trace of the job and the span of its post, as {@link TraceContext} writes
 *     them; null if the job has no trace
 * @param tracestate data that the systems that record traces pass on with it; null for none
 */
public record JobSpec(
    String action,
    @Nullable String name,
    @Nullable String description,
    List<String> tags,
    SortedMap<String, String> labels,
    @Nullable ResourceRef target,
    List<ResourceRef> affected,
    @Nullable String payload,
    Priority priority,
    ExecutionMode mode,
    int version,
    @Nullable JobId parent,
    List<String> requires,
    @Nullable Instant notBefore,
    @Nullable Duration timeout,
    RetryPolicy retry,
    @Nullable String uniqueKey,
    @Nullable Instant expiry,
    @Nullable String traceparent,
    @Nullable String tracestate) {

  /** The compatibility number of Baton's executors, and of Nuvla's present executors. */
  public static final int VERSION = 2;

  /** The maximum length of a payload: 1 MiB of UTF-16 units. */
  public static final int MAX_PAYLOAD_LENGTH = 1 << 20;

  /** The prefix of the names of bulk actions. */
  public static final String BULK_PREFIX = "bulk";

  /**
   * The tag of a bulk job that waits for its children. Only other software, such as Nuvla's
   * clients, needs the tag; Baton uses {@link JobStatus#parked}.
   */
  public static final String MONITOR_TAG = "monitor";

  private static final Duration SHORTEST = Duration.ofNanos(1);
  static final int MAX_WORD_LENGTH = 255;
  static final int MAX_LIST_SIZE = 1000;

  public JobSpec {
    tags = List.copyOf(tags);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    affected = List.copyOf(affected);
    requires = List.copyOf(requires);
    checkWord("action", action);
    checkLength("name", name, MAX_WORD_LENGTH);
    checkLength("description", description, 10_000);
    checkLength("payload", payload, MAX_PAYLOAD_LENGTH);
    checkLength("unique-key", uniqueKey, MAX_WORD_LENGTH);
    SortedMap<String, String> checkedLabels = labels;
    AttributeCheck.of("labels", () -> JobLabels.check("labels", checkedLabels));
    tags.forEach(tag -> checkWord("tags", tag));
    requires.forEach(capability -> checkWord("requires", capability));
    checkSize("tags", tags);
    checkSize("affected-resources", affected);
    checkSize("requires", requires);
    checkTrace(traceparent, tracestate);
    if (version < 0) {
      throw InvalidInputException.ofAttribute(
          "version", "version is " + version + "; expected 0 or more");
    }
    if (timeout != null) {
      AttributeCheck.of(
          "timeout",
          () -> InputBounds.duration("timeout", timeout, SHORTEST, InputBounds.LONGEST_DURATION));
    }
    if (notBefore != null) {
      AttributeCheck.of("not-before", () -> InputBounds.moment("not-before", notBefore));
    }
    if (expiry != null) {
      AttributeCheck.of("expiry", () -> InputBounds.moment("expiry", expiry));
    }
  }

  /** Returns a spec that contains only the action. */
  public static JobSpec of(String action) {
    return builder(action).build();
  }

  /** Starts to build a spec for the action, in which no other attribute is set. */
  public static JobSpecBuilder builder(String action) {
    return new JobSpecBuilder(action);
  }

  /** Returns a builder that starts with the values of this spec. */
  public JobSpecBuilder toBuilder() {
    return new JobSpecBuilder(this);
  }

  /** Returns the position in the trace of the job from which its spans begin; null for no trace. */
  public @Nullable TraceContext trace() {
    return traceparent == null ? null : new TraceContext(traceparent, tracestate);
  }

  private static void checkTrace(@Nullable String traceparent, @Nullable String tracestate) {
    if (traceparent != null && !TraceContext.isValid(traceparent)) {
      throw InvalidInputException.ofAttribute(
          "traceparent",
          "traceparent is '"
              + InputBounds.shown(traceparent)
              + "'; expected the form 00-<32 hexadecimal digits>-<16 hexadecimal digits>-<2"
              + " hexadecimal digits> of W3C Trace Context");
    }
    if (tracestate != null && !TraceContext.isValidState(tracestate)) {
      throw InvalidInputException.ofAttribute(
          "tracestate",
          "tracestate is '"
              + InputBounds.shown(tracestate)
              + "'; allowed: up to "
              + TraceContext.MAX_STATE_LENGTH
              + " printable ASCII characters");
    }
  }

  private static void checkWord(String attribute, String text) {
    if (text.isBlank()) {
      throw InvalidInputException.ofAttribute(attribute, attribute + " is blank; expected text");
    }
    checkLength(attribute, text, MAX_WORD_LENGTH);
  }

  private static void checkLength(String attribute, @Nullable String text, int max) {
    if (text != null && text.length() > max) {
      throw InvalidInputException.ofAttribute(
          attribute, attribute + " has " + text.length() + " characters; allowed: up to " + max);
    }
  }

  static void checkSize(String attribute, List<?> list) {
    if (list.size() > MAX_LIST_SIZE) {
      throw InvalidInputException.ofAttribute(
          attribute,
          attribute + " has " + list.size() + " members; allowed: up to " + MAX_LIST_SIZE);
    }
  }
}
