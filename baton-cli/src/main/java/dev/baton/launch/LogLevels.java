// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.baton.member.MemberRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes log levels of this process while it runs. The settings apply again after a restart. */
final class LogLevels {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);

  private LogLevels() {}

  /**
   * Carries out the request of an operator.
   *
   * @param request level and logger, such as {@code DEBUG dev.baton.executor}
   * @return the answer to the operator
   */
  static String change(String request) {
    String[] words = request.split(" ");
    Level level = Level.toLevel(words[0], null);
    if (words.length != 2 || level == null) {
      return "'" + request + "' is not a level and a logger, such as DEBUG dev.baton";
    }
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return "the log of this process has no levels that can be changed";
    }
    context.getLogger(words[1]).setLevel(level);
    LOG.info("an operator changed a log level: name={} newLevel={}", words[1], level);
    return MemberRegistry.DONE + "the level of " + words[1] + " is " + level;
  }
}
