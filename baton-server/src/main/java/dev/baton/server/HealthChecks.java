// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.backend.Backend;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Answers whether the process is alive, and whether its backend answers. */
public final class HealthChecks {

  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

  private record Checked(long at, @Nullable String problem) {}

  private final Backend backend;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock. The lock is held during a check, so that concurrent requests wait for one
  // check and share its result.
  private @Nullable Checked last;

  public HealthChecks(Backend backend, Clock clock) {
    this.backend = backend;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(
            Route.Method.GET,
            "/health/live",
            "Whether the process answers",
            request -> reply(200, null)),
        Route.of(
            Route.Method.GET,
            "/health/ready",
            "Whether the process and its store answer",
            request -> ready()));
  }

  private Response ready() {
    String problem = problem();
    return problem == null ? reply(200, null) : reply(503, problem).with("Retry-After", "2");
  }

  private @Nullable String problem() {
    lock.lock();
    try {
      if (last == null || clock.nanos() - last.at() > FRESH_NANOS) {
        last = new Checked(clock.nanos(), check());
      }
      return last.problem();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable String check() {
    try {
      backend.check();
      return null;
    } catch (UnavailableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Response reply(int status, @Nullable String problem) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("status", status == 200 ? "up" : "down");
    if (problem != null) {
      body.put("message", problem);
    }
    return new Response.Json(status, body, Map.of());
  }
}
