// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a job goes: the attributes that executors and the server set.
 *
 * @param state where it stands
 * @param progress percent, 0 to 100; 100 in a final state
 * @param statusMessage the last word of the action, or of Baton
 * @param timeOfStatusChange last write of a document with a status message
 * @param returnCode 0 is good; not negative
 * @param started first start, never reset
 * @param ended when it became final
 * @param attempt how often it was started, resumptions included
 * @param failures how many attempts failed; compared with {@link RetryPolicy#maxAttempts()}
 * @param takeovers how often in a row it was taken from an executor that died or lost its claim;
 *     progress beyond what it had reached, and whatever else ends a claim, sets it to 0
 * @param owner name of the executor that runs it or ran it last
 * @param token fencing token of the newest claim; 0 before the first
 * @param result what the action answered, as JSON
 * @param lastError type and message of the last failed attempt
 * @param output for clients of Nuvla's older engines
 * @param nestedJobs jobs that the action says belong to it
 * @param parked whether the job, a bulk job, has left its executor and waits for its children
 * @param location where its program runs outside Baton, or ran; null if it has none
 * @param signals what was sent to the job while it was not final: the last value under each name
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

  /** Longer status messages lose their middle (specs/nuvla.md §8). */
  public static final int MAX_MESSAGE_LENGTH = 100_000;

  public JobStatus {
    nestedJobs = List.copyOf(nestedJobs);
    signals = Collections.unmodifiableSortedMap(new TreeMap<>(signals));
    if (progress < 0 || progress > 100) {
      throw new InvalidInputException("progress is " + progress + "; allowed: 0 to 100");
    }
    if (returnCode != null && returnCode < 0) {
      throw new InvalidInputException("return-code is " + returnCode + "; allowed: 0 or more");
    }
  }

  /** The status of a job that was just posted. */
  public static JobStatus queued() {
    return new JobStatus(
        JobState.QUEUED,
        0,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        0,
        null,
        0,
        null,
        null,
        null,
        List.of(),
        false,
        null,
        Collections.emptySortedMap());
  }

  /** A builder that starts with what this one says. */
  public JobStatusBuilder toBuilder() {
    return new JobStatusBuilder(this);
  }

  /** Whole seconds from the first start to the end, if the job started and ended. */
  public @Nullable Long durationSeconds() {
    return started == null || ended == null ? null : Duration.between(started, ended).toSeconds();
  }

  /**
   * A message that every store can keep: within {@link #MAX_MESSAGE_LENGTH}, its middle cut out
   * where it was longer, and without the character NUL, which not every database stores.
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
