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

  boolean isRefusal() {
    return status >= 400 && status < 500;
  }

  /** A fault of the server; 503 says that it is not available. */
  boolean isServerError() {
    return status >= 500 && status != 503;
  }
}
