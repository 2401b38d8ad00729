// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import java.nio.charset.StandardCharsets;

/** A request as bytes. */
final class FuzzRequest {

  private final ApiOperation apiOperation;
  private final String role;
  private final byte[] bytes;
  private final boolean isMalformed;

  /**
   * @param role the sender
   * @param isMalformed whether the request violates the rules of HTTP or is huge, so that a server
   *     may close the connection without an answer
   */
  FuzzRequest(ApiOperation apiOperation, String role, byte[] bytes, boolean isMalformed) {
    this.isMalformed = isMalformed;
    this.apiOperation = apiOperation;
    this.role = role;
    this.bytes = bytes.clone();
  }

  ApiOperation operation() {
    return apiOperation;
  }

  String role() {
    return role;
  }

  boolean isMalformed() {
    return isMalformed;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The request in readable form; bytes that are not ASCII are escaped. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      if ((each >= 0x20 && each < 0x7f) || each == '\n') {
        text.append((char) each);
      } else if (each != '\r') {
        text.append(String.format("\\x%02x", each));
      }
    }
    // The keys of the target must not be published, although the target lives only briefly.
    String shown = text.toString().replaceAll("(?m)^(Authorization: Basic ).*$", "$1(hidden)");
    return shown.length() <= 2_000 ? shown : shown.substring(0, 2_000) + "…";
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
