// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection if no answer came within the time limit. Closing this object cancels the time
 * limit.
 */
final class ConnectionTimeout implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTimeout.class);

  private final String engine;
  private final ScheduledExecutorService timer;
  private final Duration bound;
  private @Nullable Future<?> cut;
  // Set by the timer thread when the time limit has passed.
  private volatile boolean exceeded;

  ConnectionTimeout(String engine, ScheduledExecutorService timer, Duration bound) {
    this.engine = engine;
    this.timer = timer;
    this.bound = bound;
  }

  /** Starts the time limit of a connection. */
  void set(Closeable connection) {
    cut = timer.schedule(() -> cut(connection), bound.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns the reason why the connection failed, for messages. */
  String reason(IOException e) {
    if (exceeded) {
      return "no answer within " + bound.toSeconds() + " s";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    if (cut != null) {
      cut.cancel(false);
    }
  }

  private void cut(Closeable connection) {
    exceeded = true;
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("connection cannot be closed: engine={}", engine, e);
    }
  }
}
