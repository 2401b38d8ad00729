// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.service.Backoff;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Forms.Topic;
import dev.baton.wire.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks the server by long polls for signals of one topic, while there are listeners. */
final class SignalLoop implements Service {

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofMillis(Wire.MAX_WAIT_MILLIS + 10_000L);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final int MAX_SERVERS = 16;

  private final Http http;
  private final Topic topic;
  private final Duration pause;
  private final PollLoop loop;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean atOnce; // set by any thread, cleared by the loop: spares wake-ups
  // Touched by the loop only: the last count of each server.
  private final Map<String, Long> seen = new LinkedHashMap<>();

  SignalLoop(Http http, Topic topic, Duration pause) {
    this.http = http;
    this.topic = topic;
    this.pause = pause;
    String role = "remote-" + topic.name().toLowerCase(Locale.ROOT);
    this.loop = PollLoop.of(role, this::ask, BACKOFF);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  Watch watch(Runnable listener) {
    // A listener of its own: one that is registered twice is to be removed once.
    Runnable own = () -> listener.run();
    listeners.add(own);
    loop.wake();
    return () -> listeners.remove(own);
  }

  void askAtOnce() {
    if (!atOnce) {
      atOnce = true;
      loop.wake();
    }
  }

  private PassResult ask() {
    if (listeners.isEmpty()) {
      return PassResult.waitFor(UNTIL_WOKEN);
    }
    Forms.Counter counter =
        http.call(
            Calls.AWAIT, new Forms.Await(topic, Map.copyOf(seen), Wire.MAX_WAIT_MILLIS), TIMEOUT);
    if (Objects.equals(seen.get(counter.server()), counter.count())) {
      return PassResult.again();
    }
    remember(counter);
    // Before the listeners are told: what they do next may ask for the next signal at once, which
    // cuts the pause short.
    atOnce = false;
    listeners.forEach(Runnable::run);
    return PassResult.waitFor(pause);
  }

  /** Counts of servers that are gone are of no use; the oldest goes first. */
  private void remember(Forms.Counter counter) {
    seen.remove(counter.server());
    seen.put(counter.server(), counter.count());
    if (seen.size() > MAX_SERVERS) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
