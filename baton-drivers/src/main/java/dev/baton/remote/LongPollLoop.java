// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.service.Backoff;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.wire.Messages;
import dev.baton.wire.Messages.LongPollTopic;
import dev.baton.wire.Protocol;
import dev.baton.wire.ProtocolCalls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks the server by long polls for signals of one topic, while there are listeners. */
final class LongPollLoop implements Service {

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofMillis(Protocol.MAX_WAIT_MILLIS + 10_000L);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final int MAX_SERVERS = 16;

  private final RemoteClient remoteClient;
  private final LongPollTopic longPollTopic;
  private final Duration pause;
  private final PollLoop loop;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean atOnce; // set by any thread, cleared by the loop: spares wake-ups
  // Touched by the loop only: the last count of each server.
  private final Map<String, Long> seen = new LinkedHashMap<>();

  LongPollLoop(RemoteClient remoteClient, LongPollTopic longPollTopic, Duration pause) {
    this.remoteClient = remoteClient;
    this.longPollTopic = longPollTopic;
    this.pause = pause;
    String role = "remote-" + longPollTopic.name().toLowerCase(Locale.ROOT);
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
    Messages.LongPollCount longPollCount =
        remoteClient.call(
            ProtocolCalls.LONG_POLL,
            new Messages.LongPollRequest(longPollTopic, Map.copyOf(seen), Protocol.MAX_WAIT_MILLIS),
            TIMEOUT);
    if (Objects.equals(seen.get(longPollCount.server()), longPollCount.count())) {
      return PassResult.again();
    }
    remember(longPollCount);
    // Before the listeners are told: what they do next may ask for the next signal at once, which
    // cuts the pause short.
    atOnce = false;
    listeners.forEach(Runnable::run);
    return PassResult.waitFor(pause);
  }

  /** Counts of servers that are gone are of no use; the oldest goes first. */
  private void remember(Messages.LongPollCount longPollCount) {
    seen.remove(longPollCount.server());
    seen.put(longPollCount.server(), longPollCount.count());
    if (seen.size() > MAX_SERVERS) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
