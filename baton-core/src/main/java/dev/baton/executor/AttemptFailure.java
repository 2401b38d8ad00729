// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.plugin.JobFailedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param returnCode null where Nuvla's engine writes none
 * @param statusMessage for people, with a trimmed stack trace where there was an exception
 * @param lastError in one line
 * @param retryable whether another attempt could help
 * @param fromAction whether the action raised it, as against refusing the job or its result
 * @param result what there is to show for it all the same
 */
record AttemptFailure(
    @Nullable Integer returnCode,
    String statusMessage,
    String lastError,
    boolean retryable,
    boolean fromAction,
    @Nullable JsonNode result) {

  private static final int TIMED_OUT = 124;

  /** Baton refuses the job, or its result: another attempt would end in the same way. */
  static AttemptFailure refused(@Nullable Integer returnCode, String message) {
    return new AttemptFailure(returnCode, message, ErrorText.bounded(message), false, false, null);
  }

  /** This executor cannot go on with what was begun; another one, or a later plugin, may. */
  static AttemptFailure unfitFlow(String message) {
    return new AttemptFailure(1, message, ErrorText.bounded(message), true, false, null);
  }

  static AttemptFailure timedOut(Duration timeout) {
    String message = "timed out after " + timeout;
    return new AttemptFailure(TIMED_OUT, message, message, true, true, null);
  }

  /** What the action threw. */
  static AttemptFailure of(Throwable thrown) {
    if (thrown instanceof JobFailedException failed) {
      String message = ErrorText.message(failed);
      return new AttemptFailure(
          failed.returnCode(),
          message,
          ErrorText.bounded(message),
          failed.isRetryable(),
          true,
          shown(failed));
    }
    return new AttemptFailure(
        1, ErrorText.withTrace(thrown), ErrorText.line(thrown), true, true, null);
  }

  /** One that cannot be stored is left out: why it failed is told by the message. */
  private static @Nullable JsonNode shown(JobFailedException failed) {
    Object result = failed.result();
    return result == null ? null : ResultJson.render(result).json();
  }
}
