// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and discards the part of a request body that no handler has read, before the response is
 * sent. If a server closes a connection while the client still sends, the operating system resets
 * the TCP connection and the client loses the response. Then the client cannot distinguish a
 * refusal from an outage.
 */
final class UnreadBody {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final int BUFFER = 16 * 1024;

  private UnreadBody() {}

  /**
   * Reads until the end of the body, for ten seconds at most.
   *
   * @param maxBytes the most bytes that are read; if the body is longer, the connection is closed
   */
  static void discard(HttpServletRequest request, int maxBytes, Clock clock) {
    if (request.getHeader("Expect") != null) {
      // With "Expect: 100-continue", the client sends the body only after the server has requested
      // the body. Therefore there is nothing to discard.
      return;
    }
    Deadline end = Deadline.after(clock.nanos(), AT_MOST);
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream body = request.getInputStream();
      long left = maxBytes;
      while (left > 0 && !end.isPast(clock)) {
        int read = body.read(buffer);
        if (read < 0) {
          return;
        }
        left -= read;
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("the rest of a request body cannot be read: path={}", request.getRequestURI(), e);
    }
  }
}
