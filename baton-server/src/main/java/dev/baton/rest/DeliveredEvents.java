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
 * The events that one client has received. A client first receives events from the history and then
 * from the feed. An event that is in both must be sent only once.
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

  /**
   * Makes the stream end when the job is final. Used only for a stream with the events of one job.
   */
  DeliveredEvents untilJobEnds() {
    untilJobEnds = true;
    return this;
  }

  /** Returns those of the events that are not yet remembered as received. */
  List<JobEvent> notDelivered(List<JobEvent> events) {
    return events.stream().filter(event -> !numbers.contains(event.number())).toList();
  }

  /** Remembers that the client need not receive these events again. */
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
