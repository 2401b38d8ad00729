// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

/**
 * What a server answered.
 *
 * @param status 0 if it closed the connection without an answer
 * @param body the first bytes, as text
 * @param isStream whether the body is a stream of events, which was not read
 */
record HttpAnswer(int status, String body, boolean isStream) {

  /** A connection that was closed. */
  static final HttpAnswer NONE = new HttpAnswer(0, "", false);

  /** Whether the server answered at all. */
  boolean isThere() {
    return status != 0;
  }

  /**
   * Whether the server says that an item of a call failed for a reason that it did not foresee,
   * which it logs as an error although the call is answered with 200.
   */
  boolean isHiddenFailure() {
    return body.contains("\"code\":\"refused\"");
  }

  /** Whether the one thing that a call asks for was refused; batches have outcomes of their own. */
  boolean isRefusalOfCall() {
    return status == 200 && body.startsWith("{\"error\":");
  }

  boolean isRefusal() {
    return status >= 400 && status < 500;
  }

  /** A fault of the server; 503 says that it is not available. */
  boolean isServerError() {
    return status >= 500 && status != 503;
  }
}
