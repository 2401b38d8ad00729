// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.service.Service;
import dev.baton.service.ServiceGroup;
import dev.baton.wire.Forms.Topic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One {@link SignalLoop} for each topic. */
final class SignalLoops implements Service {

  private final Map<Topic, SignalLoop> loops = new EnumMap<>(Topic.class);
  private final ServiceGroup group;

  SignalLoops(Http http) {
    for (Topic topic : Topic.values()) {
      loops.put(topic, new SignalLoop(http, topic, pause(topic)));
    }
    this.group = new ServiceGroup(List.copyOf(loops.values()));
  }

  /**
   * How long to wait after a signal before asking for the next. An executor that is busy need not
   * know of every posting: when it finds too little to claim it says so.
   */
  private static Duration pause(Topic topic) {
    return switch (topic) {
      case POSTINGS -> Duration.ofSeconds(1);
      case ENDED, HISTORY -> Duration.ofMillis(200);
    };
  }

  Watch watch(Topic topic, Runnable listener) {
    return loop(topic).watch(listener);
  }

  /** The next posting is news, however soon it comes. */
  void hungry() {
    loop(Topic.POSTINGS).askAtOnce();
  }

  private SignalLoop loop(Topic topic) {
    SignalLoop loop = loops.get(topic);
    if (loop == null) {
      throw new IllegalArgumentException("no loop for " + topic);
    }
    return loop;
  }

  @Override
  public void start() {
    group.start();
  }

  @Override
  public void stop() {
    group.stop();
  }
}
