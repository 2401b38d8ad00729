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
   * @param role who asks
   * @param isMalformed whether it breaks the rules of HTTP or is huge, so that a server may close
   *     without an answer
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

  /** The request as a person can read it, with what is not ASCII escaped. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      if ((each >= 0x20 && each < 0x7f) || each == '\n') {
        text.append((char) each);
      } else if (each != '\r') {
        text.append(String.format("\\x%02x", each));
      }
    }
    // Keys of the target are nobody's business, although it does not live long.
    String shown = text.toString().replaceAll("(?m)^(Authorization: Basic ).*$", "$1(hidden)");
    return shown.length() <= 2_000 ? shown : shown.substring(0, 2_000) + "…";
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
