// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import org.jspecify.annotations.Nullable;

/** Thrown by an action to fail the attempt with a return code and a message for display. */
public final class JobFailedException extends Exception {

  private final int returnCode;
  private final boolean retryable;
  private final transient @Nullable Object result;

  /** Creates a failure to which the retry policy of the job applies. */
  public JobFailedException(int returnCode, String message) {
    this(returnCode, message, true);
  }

  /**
   * Creates a failure that may exclude further attempts.
   *
   * @param returnCode greater than 0
   * @param retryable false if another attempt cannot succeed; then the job is FAILED at once
   */
  public JobFailedException(int returnCode, String message, boolean retryable) {
    this(returnCode, message, retryable, null);
  }

  /**
   * Creates a failure with a result.
   *
   * @param returnCode greater than 0
   * @param retryable false if another attempt cannot succeed; then the job is FAILED at once
   * @param result stored with the job as JSON if the job becomes FAILED; null means no result
   */
  public JobFailedException(
      int returnCode, String message, boolean retryable, @Nullable Object result) {
    super(message);
    if (returnCode <= 0) {
      throw new IllegalArgumentException("returnCode must be greater than 0, is " + returnCode);
    }
    this.returnCode = returnCode;
    this.retryable = retryable;
    this.result = result;
  }

  /** The return code of the job, greater than 0. */
  public int returnCode() {
    return returnCode;
  }

  /** The result that is stored if the job becomes FAILED; null for none. */
  public @Nullable Object result() {
    return result;
  }

  /** Whether the retry policy of the job applies. */
  public boolean isRetryable() {
    return retryable;
  }
}
