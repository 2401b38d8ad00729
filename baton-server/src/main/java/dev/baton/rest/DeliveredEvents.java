// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.JobEvent;
import dev.baton.server.BoundedMap;
import dev.baton.server.EventSink;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The events that one client has received. An event that the client received from the history must
 * not be sent again when the feed delivers it.
 */
final class DeliveredEvents {

  private static final int MAX_REMEMBERED = 5000;

  private final EventSink sink;
  private final Set<Long> numbers = Collections.newSetFromMap(new BoundedMap<>(MAX_REMEMBERED));
  private boolean untilJobEnds;
  private boolean done;

  DeliveredEvents(EventSink sink) {
    this.sink = sink;
  }

  /** Makes the stream complete when its job ends. For streams of one job. */
  DeliveredEvents untilJobEnds() {
    untilJobEnds = true;
    return this;
  }

  /** The events that are not marked as delivered yet. */
  List<JobEvent> notDelivered(List<JobEvent> events) {
    return events.stream().filter(event -> !numbers.contains(event.number())).toList();
  }

  /** Marks events as delivered. */
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
