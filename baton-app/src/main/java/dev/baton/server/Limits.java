// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.time.Duration;

/**
 * Bounds on what clients may ask; beyond them a request is refused.
 *
 * @param body bytes of a request body, after decompression
 * @param bulkBody the same where many documents come at once
 * @param streams open event and log streams of all clients
 * @param streamsPerUser open streams of one user
 * @param stall how long the reader of a stream may leave a write blocked before it is cut off
 */
public record Limits(int body, int bulkBody, int streams, int streamsPerUser, Duration stall) {

  /** 4 MiB, 32 MiB in bulk, 512 streams, 64 of one user, stalled for 30 seconds. */
  public static final Limits DEFAULT =
      new Limits(4 << 20, 32 << 20, 512, 64, Duration.ofSeconds(30));

  public Limits {
    if (body < 1 || bulkBody < body || streams < 0 || streamsPerUser < 0 || !stall.isPositive()) {
      throw new IllegalArgumentException(
          "limits must be positive and bulkBody at least body, are "
              + body
              + ", "
              + bulkBody
              + ", "
              + streams
              + ", "
              + streamsPerUser
              + ", "
              + stall);
    }
  }
}
