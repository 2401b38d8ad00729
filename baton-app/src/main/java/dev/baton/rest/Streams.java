// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.Caller;
import dev.baton.server.FloodLog;
import dev.baton.server.Limits;
import dev.baton.server.Problem;
import dev.baton.server.Reply;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds how many streams are open. Thread-safe. */
final class Streams {

  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

  private final Limits limits;
  private final Counter refused;
  private final FloodLog log;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> perUser = new ConcurrentHashMap<>();

  Streams(Limits limits, MeterRegistry registry, Clock clock) {
    this.limits = limits;
    this.log = new FloodLog(LOG, clock);
    this.refused =
        Counter.builder("baton.streams.refused")
            .description("Streams that were refused because too many were open")
            .register(registry);
  }

  /**
   * The answer that streams.
   *
   * @throws Problem with status 503 if too many are open
   */
  Reply open(Caller caller, Reply.EventSource source) {
    String user = caller.userId();
    if (open.incrementAndGet() > limits.streams()) {
      open.decrementAndGet();
      throw refusal(
          user,
          limits.streams() + " streams are open, which is all that are allowed; try again later");
    }
    if (perUser.merge(user, 1, Integer::sum) > limits.streamsPerUser()) {
      close(user);
      throw refusal(
          user,
          "you have " + limits.streamsPerUser() + " streams open, which is all that are allowed");
    }
    AtomicBoolean closed = new AtomicBoolean();
    return new Reply.Events(
        source,
        () -> {
          if (closed.compareAndSet(false, true)) {
            close(user);
          }
        });
  }

  /** Counted, and not logged one by one: a client in a loop must not fill the log. */
  private Problem refusal(String user, String message) {
    refused.increment();
    log.warn("streams were refused", "user=" + user);
    return new Problem(503, message);
  }

  private void close(String user) {
    open.decrementAndGet();
    perUser.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
  }

  /** How many are open now. */
  int count() {
    return open.get();
  }
}
