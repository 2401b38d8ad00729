// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job: the attributes that executors and the server set.
 *
 * @param state the state of the job
 * @param progress percent, 0 to 100; 100 in a final state
 * @param statusMessage the last message of the action or of Baton
 * @param timeOfStatusChange when the job was last written while it had a status message
 * @param returnCode 0 means success; not negative
 * @param started the first start; later attempts do not change it
 * @param ended when the job became final
 * @param attempt how often the job was started, including resumptions
 * @param failures how many attempts failed; compared with {@link RetryPolicy#maxAttempts()}
 * @param takeovers how often in a row the job was taken from an executor that died or lost its
 *     claim; a report of higher progress, a retry, a wait, a park and an abandon of a started job
 *     set it to 0
 * @param owner name of the executor that runs the job or ran it last
 * @param token fencing token of the newest claim; 0 before the first claim
 * @param result the result of the action, as JSON
 * @param lastError type and message of the last failed attempt
 * @param output a text that clients may set and read, as in Nuvla; Baton does not use it
 * @param nestedJobs jobs that belong to this job according to its action
 * @param parked whether the job, a bulk job, has left its executor and waits for its children
 * @param location the place outside Baton in which the program of the job runs or ran; null if it
 *     has no program
 * @param signals the signals that were sent before the job was final: the last value under each
 *     name
 */
public record JobStatus(
    JobState state,
    int progress,
    @Nullable String statusMessage,
    @Nullable Instant timeOfStatusChange,
    @Nullable Integer returnCode,
    @Nullable Instant started,
    @Nullable Instant ended,
    int attempt,
    int failures,
    int takeovers,
    @Nullable String owner,
    long token,
    @Nullable JsonNode result,
    @Nullable String lastError,
    @Nullable String output,
    List<JobId> nestedJobs,
    boolean parked,
    @Nullable RunLocation location,
    SortedMap<String, JsonNode> signals) {

  /**
   * The maximum length of a status message. Longer messages lose their middle (docs/spec/nuvla.md
   * §8).
   */
  public static final int MAX_MESSAGE_LENGTH = 100_000;

  private static final int MAX_ERROR_LINE = 300;

  public JobStatus {
    nestedJobs = List.copyOf(nestedJobs);
    signals = Collections.unmodifiableSortedMap(new TreeMap<>(signals));
    InputBounds.number("progress", progress, 0, 100);
    if (returnCode != null && returnCode < 0) {
      throw new InvalidInputException("return-code is " + returnCode + "; allowed: 0 or more");
    }
  }

  /** Returns the status of a job that was just posted. */
  public static JobStatus queued() {
    return new JobStatusBuilder().build();
  }

  /** Returns a builder that starts with the values of this status. */
  public JobStatusBuilder toBuilder() {
    return new JobStatusBuilder(this);
  }

  /**
   * Returns the whole seconds from the first start to the end; null if the job has not started or
   * ended.
   */
  public @Nullable Long durationSeconds() {
    return started == null || ended == null ? null : Duration.between(started, ended).toSeconds();
  }

  /** The first line of the last error, cut for display; null if there is no error. */
  public @Nullable String lastErrorLine() {
    if (lastError == null) {
      return null;
    }
    String line = lastError.lines().findFirst().orElse("");
    return InputBounds.shown(line, MAX_ERROR_LINE);
  }

  /**
   * Returns the {@linkplain ErrorPattern#pattern pattern} of the error of a failed job; null if the
   * job has not failed or has no error text.
   */
  public @Nullable String errorPattern() {
    if (state != JobState.FAILED) {
      return null;
    }
    ErrorPattern error = ErrorPattern.of(lastError);
    return error.equals(ErrorPattern.NONE) ? null : error.pattern();
  }

  /**
   * Shortens a message so that every store can keep it: a message longer than {@link
   * #MAX_MESSAGE_LENGTH} loses its middle. NUL characters are replaced, because not every database
   * stores them.
   */
  public static String bounded(String message) {
    String text = message.replace('\0', '\uFFFD');
    if (text.length() <= MAX_MESSAGE_LENGTH) {
      return text;
    }
    int half = MAX_MESSAGE_LENGTH / 2;
    return text.substring(0, half) + "\n...\n" + text.substring(text.length() - half);
  }
}
