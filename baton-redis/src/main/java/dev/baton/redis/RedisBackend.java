// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

import dev.baton.backend.Backend;
import dev.baton.error.InvalidInputException;
import dev.baton.externalboard.ExternalBoard;
import dev.baton.externalboard.ExternalBoardBackend;
import dev.baton.externalboard.ServerAccess;
import dev.baton.service.Clock;
import java.util.regex.Pattern;

/**
 * Wraps another backend and moves its board and its election to Redis 6.2 or later, or to Valkey.
 */
public final class RedisBackend {

  private static final String NAME = "Redis";
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private RedisBackend() {}

  /**
   * Selects the Redis servers and how Baton uses them.
   *
   * @param url {@code redis://host:6379/0}, {@code redis-sentinel://s1,s2/0#name} or {@code
   *     redis-cluster://n1,n2}, and {@code rediss} instead of {@code redis} for TLS
   * @param prefix the start of the names of all keys, so that several Batons can share a server
   * @param window the number of waiting jobs that are kept in Redis
   */
  public record Options(String url, ServerAccess access, String prefix, int window) {

    /** The usual prefix. */
    public static final String DEFAULT_PREFIX = "baton";

    /** The usual window. */
    public static final int DEFAULT_WINDOW = 2000;

    public Options {
      if (!PREFIX.matcher(prefix).matches()) {
        throw new InvalidInputException(
            "the prefix of the board is '"
                + prefix
                + "'; expected 1 to 64 letters, digits, dots, colons, hyphens or underscores");
      }
      if (window < 10 || window > 40_000) {
        throw new InvalidInputException(
            "the window in Redis is " + window + " jobs; allowed: 10 to 40000");
      }
      RedisServers.parse(url);
    }

    RedisServers servers() {
      return RedisServers.parse(url);
    }
  }

  /**
   * Connects to Redis.
   *
   * @param store the backend that provides all ports except board and election; it is closed with
   *     the returned backend, and also if this method fails
   * @throws InvalidInputException if the store cannot have an external board, if Redis removes keys
   *     when its memory is full, or if Redis refuses the login
   * @throws dev.baton.error.UnavailableException if no server answers
   */
  public static Backend open(Backend store, Options options, Clock clock) {
    return ExternalBoardBackend.open(store, NAME, unused -> connect(options, clock), clock);
  }

  /**
   * Connects to Redis once, and changes nothing.
   *
   * @throws InvalidInputException if Redis removes keys when its memory is full, or refuses the
   *     login
   * @throws dev.baton.error.UnavailableException if no server answers
   */
  public static void check(Options options) {
    OpenRedisConnection opening = OpenRedisConnection.of(options.servers(), options.access());
    try {
      opening.check();
    } finally {
      opening.close();
    }
  }

  private static ExternalBoard connect(Options options, Clock clock) {
    OpenRedisConnection opening = OpenRedisConnection.of(options.servers(), options.access());
    try {
      opening.check();
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
    RedisCalls calls = new RedisCalls(opening, options.prefix());
    return new ExternalBoard(
        new RedisEntryQueue(calls, clock),
        options.window(),
        new RedisElection(calls, clock),
        null,
        () -> {});
  }
}
