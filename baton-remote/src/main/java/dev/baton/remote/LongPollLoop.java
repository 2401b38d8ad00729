// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Backoff;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads the changes of one topic from the server by long polls, as long as there are listeners. */
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
  // By server: the number of changes that the server had counted at its last answer. Used only by
  // the loop.
  private final Map<String, Long> seen = new LinkedHashMap<>();

  LongPollLoop(RemoteClient remoteClient, LongPollTopic longPollTopic, Duration pause) {
    this.remoteClient = remoteClient;
    this.longPollTopic = longPollTopic;
    this.pause = pause;
    String role = "remote-" + longPollTopic.name().toLowerCase(Locale.ROOT);
    this.loop = PollLoop.of(role, this::poll, BACKOFF);
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  Watch watch(Runnable listener) {
    // Each registration gets a new object. Otherwise, if the same listener is registered twice, the
    // end of one watch would remove both.
    Runnable own = () -> listener.run();
    listeners.add(own);
    loop.wake();
    return () -> listeners.remove(own);
  }

  private PassResult poll() {
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
    listeners.forEach(Runnable::run);
    return PassResult.waitFor(pause);
  }

  /**
   * Stores the count of a server. If there are too many, removes the count that was stored first,
   * probably of a server that is gone.
   */
  private void remember(Messages.LongPollCount longPollCount) {
    seen.remove(longPollCount.server());
    seen.put(longPollCount.server(), longPollCount.count());
    if (seen.size() > MAX_SERVERS) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
