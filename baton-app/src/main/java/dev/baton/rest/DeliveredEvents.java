// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.JobEvent;
import dev.baton.server.EventSink;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events that one client got: what it caught up with must not come again from the feed. */
final class DeliveredEvents {

  private static final int MAX_REMEMBERED = 5000;

  private final EventSink sink;
  private final Set<Long> numbers =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });
  private boolean untilJobEnds;
  private boolean done;

  DeliveredEvents(EventSink sink) {
    this.sink = sink;
  }

  /** The stream is of one job, and done with its end. */
  DeliveredEvents untilJobEnds() {
    untilJobEnds = true;
    return this;
  }

  /** Those of the events that were not dealt with. */
  List<JobEvent> notDelivered(List<JobEvent> events) {
    return events.stream().filter(event -> !numbers.contains(event.number())).toList();
  }

  /** Counts events as dealt with. */
  void markDelivered(List<JobEvent> events) {
    for (JobEvent event : events) {
      numbers.add(event.number());
      done |= untilJobEnds && event.state().isFinal();
    }
  }

  void send(List<JobEvent> events) throws IOException {
    for (JobEvent event : events) {
      sink.send("job", event.number(), JobOperations.document(event));
    }
    markDelivered(events);
  }

  boolean isComplete() {
    return done;
  }
}
