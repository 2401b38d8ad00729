// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.Caller;
import dev.baton.error.UnavailableException;
import dev.baton.server.Limits;
import dev.baton.server.Reply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many streams are open. Thread-safe. */
final class Streams {

  private final Limits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> perUser = new ConcurrentHashMap<>();

  Streams(Limits limits) {
    this.limits = limits;
  }

  /**
   * The answer that streams.
   *
   * @throws UnavailableException if too many are open
   */
  Reply open(Caller caller, Reply.EventSource source) {
    String user = caller.userId();
    if (open.incrementAndGet() > limits.streams()) {
      open.decrementAndGet();
      throw new UnavailableException(
          limits.streams() + " streams are open, which is all that are allowed; try again later");
    }
    if (perUser.merge(user, 1, Integer::sum) > limits.streamsPerUser()) {
      close(user);
      throw new UnavailableException(
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

  private void close(String user) {
    open.decrementAndGet();
    perUser.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
  }

  /** How many are open now. */
  int count() {
    return open.get();
  }
}
