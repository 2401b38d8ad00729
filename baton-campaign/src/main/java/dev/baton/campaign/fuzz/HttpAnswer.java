// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

/**
 * The answer of a server.
 *
 * @param status 0 if the server closed the connection without an answer
 * @param body the first bytes, as text
 * @param isStream whether the body is an event stream, which is not read
 */
record HttpAnswer(int status, String body, boolean isStream) {

  /** The result when the server closed the connection. */
  static final HttpAnswer NONE = new HttpAnswer(0, "", false);

  boolean isThere() {
    return status != 0;
  }

  /**
   * Whether the server reports that an item of a call failed for an unexpected reason. The server
   * logs such a failure as an error, although it answers the call with 200.
   */
  boolean isHiddenFailure() {
    return body.contains("\"code\":\"refused\"");
  }

  /**
   * Whether the server refused a call with a single result. Each item of a batch has a separate
   * result.
   */
  boolean isRefusalOfCall() {
    return status == 200 && body.startsWith("{\"error\":");
  }

  boolean isRefusal() {
    return status >= 400 && status < 500;
  }

  /** Whether the status reports a fault of the server. 503 is not a fault: it means unavailable. */
  boolean isServerError() {
    return status >= 500 && status != 503;
  }
}
