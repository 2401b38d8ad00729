// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/** Thrown by an action to fail the attempt with a return code and a message for people. */
public final class JobFailedException extends Exception {

  private final int returnCode;
  private final boolean retryable;

  /** A failure after which the job's retry policy applies. */
  public JobFailedException(int returnCode, String message) {
    this(returnCode, message, true);
  }

  /**
   * A failure after which another attempt may be pointless.
   *
   * @param returnCode greater than 0
   * @param retryable false when another attempt cannot help: the job is FAILED at once
   */
  public JobFailedException(int returnCode, String message, boolean retryable) {
    super(message);
    if (returnCode <= 0) {
      throw new IllegalArgumentException("returnCode must be greater than 0, is " + returnCode);
    }
    this.returnCode = returnCode;
    this.retryable = retryable;
  }

  public int returnCode() {
    return returnCode;
  }

  public boolean isRetryable() {
    return retryable;
  }
}
