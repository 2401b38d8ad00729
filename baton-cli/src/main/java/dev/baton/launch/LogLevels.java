// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.baton.member.MemberRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Changes log levels of this process while it runs, and takes the changes back. The settings apply
 * again after a restart. Thread-safe.
 */
final class LogLevels {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevels.class);

  // The level that each changed logger had before its first change; empty if it had none of its
  // own.
  private final Map<String, Optional<Level>> configured = new ConcurrentHashMap<>();

  /**
   * Carries out the request of an operator.
   *
   * @param request level and logger, such as {@code DEBUG dev.baton.executor}; the level {@value
   *     MemberRegistry#CONFIGURED_LEVEL} takes all changes of the logger back
   * @return the answer to the operator
   */
  String change(String request) {
    String[] words = request.split(" ");
    boolean takesBack = words[0].equals(MemberRegistry.CONFIGURED_LEVEL);
    Level level = Level.toLevel(words[0], null);
    if (words.length != 2 || (level == null && !takesBack)) {
      return "'" + request + "' is not a level and a logger, such as DEBUG dev.baton";
    }
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return "the log of this process has no levels that can be changed";
    }
    Logger logger = context.getLogger(words[1]);
    if (takesBack) {
      Optional<Level> before = configured.remove(words[1]);
      if (before != null) {
        logger.setLevel(before.orElse(null));
      }
    } else {
      configured.putIfAbsent(words[1], Optional.ofNullable(logger.getLevel()));
      logger.setLevel(level);
    }
    Level now = logger.getEffectiveLevel();
    LOG.info("an operator changed a log level: name={} newLevel={}", words[1], now);
    return MemberRegistry.DONE + "the level of " + words[1] + " is " + now;
  }

  /**
   * The loggers that have a level of their own.
   *
   * @return a line for each logger: its level, its name, and {@code changed} if an operator has
   *     changed the level
   */
  String levels() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return "";
    }
    return context.getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null)
        .map(logger ->
            logger.getLevel()
                + " "
                + logger.getName()
                + (configured.containsKey(logger.getName()) ? " changed" : ""))
        .collect(Collectors.joining("\n"));
  }
}
