// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.error.InputBounds;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each answered request, at the level DEBUG of the logger {@value #NAME}. A line
 * has no query, because queries can contain secrets such as the token of a sign-in link.
 */
final class AccessLog {

  static final String NAME = "dev.baton.access";

  private static final int MAX_PATH = 500;
  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  private AccessLog() {}

  /**
   * Writes the line, if the logger has the level.
   *
   * @param duration the time until the answer was ready, or a stream or download ended
   */
  static void write(Request request, int status, Duration duration) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "request answered: method={} path={} httpStatus={} millis={} caller={} address={}",
          request.method(),
          InputBounds.shown(request.path(), MAX_PATH),
          status,
          duration.toMillis(),
          request.knownCaller().map(Caller::keyOrUser).orElse("none"),
          request.remoteAddress());
    }
  }
}
