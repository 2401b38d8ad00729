// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

/**
 * The client that opened a session, so that people recognize their sessions. Nothing is decided by
 * it, because a client may send any user agent.
 *
 * @param address the address of the client, at most {@value #MAX_TEXT} characters of it
 * @param userAgent the header {@code User-Agent} of the client, at most {@value #MAX_TEXT}
 *     characters of it; empty if the client sent none
 */
public record LoginClient(String address, String userAgent) {

  private static final int MAX_TEXT = 200;

  public LoginClient {
    address = start(address);
    userAgent = start(userAgent);
  }

  private static String start(String text) {
    return text.substring(0, Math.min(MAX_TEXT, text.length()));
  }
}
