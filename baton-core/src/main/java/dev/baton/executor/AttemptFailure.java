// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.plugin.JobFailedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Describes why an attempt failed.
 *
 * @param returnCode null for a failure for which Nuvla's executors write no return code
 * @param statusMessage the message for display, with a trimmed stack trace if an exception was
 *     thrown
 * @param lastError the error in one line
 * @param retryable whether another attempt could help
 * @param fromAction whether the action failed; false if Baton refused the job or its result
 * @param result the result that the action attached to its failure
 */
record AttemptFailure(
    @Nullable Integer returnCode,
    String statusMessage,
    String lastError,
    boolean retryable,
    boolean fromAction,
    @Nullable JsonNode result) {

  private static final int TIMED_OUT = 124;

  /**
   * Creates the failure of a job that Baton refuses, or whose result Baton refuses. Another attempt
   * would end in the same way.
   */
  static AttemptFailure refused(@Nullable Integer returnCode, String message) {
    return new AttemptFailure(returnCode, message, ErrorText.bounded(message), false, false, null);
  }

  /**
   * Creates the failure of a job whose stored flow this executor cannot continue. Another executor,
   * or a later version of the plugin, may be able to continue the flow.
   */
  static AttemptFailure unfitFlow(String message) {
    return new AttemptFailure(1, message, ErrorText.bounded(message), true, false, null);
  }

  static AttemptFailure timedOut(Duration timeout) {
    String message = "timed out after " + timeout;
    return new AttemptFailure(TIMED_OUT, message, message, true, true, null);
  }

  /** The failure of an attempt whose action threw this exception. */
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

  /**
   * The result of the failed action. A result that cannot be stored is left out, because the
   * message already explains the failure.
   */
  private static @Nullable JsonNode shown(JobFailedException failed) {
    Object result = failed.result();
    return result == null ? null : ResultJson.render(result).json();
  }
}
