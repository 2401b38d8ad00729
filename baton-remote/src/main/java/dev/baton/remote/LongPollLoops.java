// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.service.Service;
import dev.baton.service.ServiceGroup;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs one {@link LongPollLoop} for each topic. */
final class LongPollLoops implements Service {

  private final Map<LongPollTopic, LongPollLoop> loops = new EnumMap<>(LongPollTopic.class);
  private final ServiceGroup group;

  LongPollLoops(RemoteClient remoteClient) {
    for (LongPollTopic longPollTopic : LongPollTopic.values()) {
      loops.put(longPollTopic, new LongPollLoop(remoteClient, longPollTopic, pause(longPollTopic)));
    }
    this.group = new ServiceGroup(List.copyOf(loops.values()));
  }

  /**
   * How long a loop waits after a change before it sends the next long poll. A busy executor does
   * not need every posting: when it claims fewer jobs than it wanted, it calls {@link
   * #wakeOnNextPosting()}.
   */
  private static Duration pause(LongPollTopic longPollTopic) {
    return switch (longPollTopic) {
      case POSTINGS -> Duration.ofSeconds(1);
      case ENDED, HISTORY -> Duration.ofMillis(200);
    };
  }

  Watch watch(LongPollTopic longPollTopic, Runnable listener) {
    return loop(longPollTopic).watch(listener);
  }

  /** Ends the pause after the last posting, so that the next posting is reported at once. */
  void wakeOnNextPosting() {
    loop(LongPollTopic.POSTINGS).pollAtOnce();
  }

  private LongPollLoop loop(LongPollTopic longPollTopic) {
    LongPollLoop loop = loops.get(longPollTopic);
    if (loop == null) {
      throw new IllegalArgumentException("no loop for " + longPollTopic);
    }
    return loop;
  }

  @Override
  public void start() {
    group.start();
  }

  /** Within ten seconds for each topic, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    group.stop();
  }
}
