// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.Caller;
import dev.baton.server.HttpStatusException;
import dev.baton.server.Metric;
import dev.baton.server.RateLimitedLog;
import dev.baton.server.Response;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Limits the number of open streams. Thread-safe. */
final class StreamLimit {

  private static final Logger LOG = LoggerFactory.getLogger(StreamLimit.class);

  private final ServerLimits serverLimits;
  private final Counter refused;
  private final RateLimitedLog log;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> perUser = new ConcurrentHashMap<>();

  StreamLimit(ServerLimits serverLimits, MeterRegistry registry, Clock clock) {
    this.serverLimits = serverLimits;
    this.log = new RateLimitedLog(LOG, clock);
    this.refused = Metric.STREAMS_REFUSED.counter(registry);
    Metric.STREAMS.gauge(registry, serverLimits, ServerLimits::streams, "all");
    Metric.STREAMS.gauge(registry, open, AtomicInteger::get, "open");
  }

  /**
   * Creates a streaming response.
   *
   * @throws HttpStatusException with status 503 if too many streams are open
   */
  Response open(Caller caller, Response.EventSource source) {
    String user = caller.userId();
    if (open.incrementAndGet() > serverLimits.streams()) {
      open.decrementAndGet();
      throw refusal(
          user,
          "the limit of " + serverLimits.streams() + " open streams is reached; try again later");
    }
    if (perUser.merge(user, 1, Integer::sum) > serverLimits.streamsPerUser()) {
      close(user);
      throw refusal(
          user,
          "your limit of "
              + serverLimits.streamsPerUser()
              + " open streams is reached; close another stream first");
    }
    AtomicBoolean closed = new AtomicBoolean();
    return new Response.Events(
        source,
        () -> {
          if (closed.compareAndSet(false, true)) {
            close(user);
          }
        });
  }

  /**
   * Creates the error for a refused stream. The refusal is counted as a metric and logged at most
   * once per minute, so that a client that tries again and again cannot fill the log.
   */
  private HttpStatusException refusal(String user, String message) {
    refused.increment();
    log.warn(
        "streams are refused, because too many are open; their clients must try again later",
        "user=" + user);
    return new HttpStatusException(503, message);
  }

  private void close(String user) {
    open.decrementAndGet();
    perUser.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
  }
}
