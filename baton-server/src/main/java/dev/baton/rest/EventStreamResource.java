// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.server.EventSink;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Streams the events of jobs as server-sent events. */
record EventStreamResource(
    EventFeed feed, StreamLimit streamLimit, JobHistory history, JobAccess access, Clock clock) {
  private static final ResourceCollection EVENTS =
      new ResourceCollection("events", Principals.USER, null, null, JobResource.SEARCHABLE_WORDS);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  // The maximum duration of one event stream. After this time the client must reconnect; the new
  // request checks its rights again.
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int PAGE = 1000;

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/events", "Events of all jobs, as a stream", this::all)
            .query("filter", StrictSearch.PARAMETER),
        Route.of(GET, "/api/job/{uuid}/events", "Events of a job, as a stream", this::ofJob));
  }

  private Response all(Request request) throws IOException {
    Caller caller = request.caller();
    EVENTS.checkQuery(caller);
    Filter filter = SearchRequest.filter(request.query(), EVENTS.words()).orElse(Filter.EVERYTHING);
    VisibleEvents visible = new VisibleEvents(access.store(), caller, filter);
    OptionalLong after = lastEventId(request);
    return streamLimit.open(caller, sink -> streamAll(sink, visible::of, after));
  }

  private void streamAll(EventSink sink, UnaryOperator<List<JobEvent>> visible, OptionalLong after)
      throws IOException, InterruptedException {
    try (EventSubscription eventSubscription = feed.subscribe(event -> true)) {
      // From here the client misses no event, so it may now read what the events will change.
      sink.heartbeat();
      DeliveredEvents deliveredEvents = new DeliveredEvents(sink);
      if (after.isPresent()) {
        catchUp(after.getAsLong(), deliveredEvents, visible);
      }
      follow(
          eventSubscription,
          sink,
          events -> {
            List<JobEvent> fresh = deliveredEvents.notDelivered(events);
            return visible.apply(fresh);
          },
          deliveredEvents);
    }
  }

  /** Sends the events that the client missed while it was disconnected. */
  private void catchUp(
      long after, DeliveredEvents deliveredEvents, UnaryOperator<List<JobEvent>> visible)
      throws IOException {
    List<JobEvent> page;
    long at = after;
    do {
      page = history.after(at, PAGE);
      deliveredEvents.send(visible.apply(page));
      deliveredEvents.markDelivered(page);
      at = page.isEmpty() ? at : page.getLast().number();
    } while (page.size() == PAGE);
  }

  private void follow(
      EventSubscription eventSubscription,
      EventSink sink,
      UnaryOperator<List<JobEvent>> visible,
      DeliveredEvents deliveredEvents)
      throws IOException, InterruptedException {
    Deadline end = Deadline.after(clock.nanos(), LONGEST);
    Deadline silence = Deadline.after(clock.nanos(), HEARTBEAT);
    while (!eventSubscription.isEnded() && !end.isPast(clock) && !deliveredEvents.isComplete()) {
      List<JobEvent> events = eventSubscription.take(HEARTBEAT);
      List<JobEvent> shown = events.isEmpty() ? events : visible.apply(events);
      deliveredEvents.send(shown);
      // If all events of the last seconds are hidden from this client, a heartbeat is due too,
      // because the client has received nothing.
      if (shown.isEmpty() && (events.isEmpty() || silence.isPast(clock))) {
        sink.heartbeat();
        silence = Deadline.after(clock.nanos(), HEARTBEAT);
      }
    }
  }

  private Response ofJob(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    long after = lastEventId(request).orElse(0);
    return streamLimit.open(request.caller(), sink -> streamJob(sink, job.id(), after));
  }

  private void streamJob(EventSink sink, JobId id, long after)
      throws IOException, InterruptedException {
    try (EventSubscription eventSubscription = feed.subscribe(event -> event.job().equals(id))) {
      sink.heartbeat();
      DeliveredEvents deliveredEvents = new DeliveredEvents(sink).untilJobEnds();
      List<JobEvent> before = history.of(id);
      deliveredEvents.send(before.stream().filter(event -> event.number() > after).toList());
      deliveredEvents.markDelivered(before);
      if (!deliveredEvents.isComplete()) {
        follow(eventSubscription, sink, deliveredEvents::notDelivered, deliveredEvents);
      }
      if (deliveredEvents.isComplete()) {
        sink.send("end", JsonNodes.object().put("final", true));
      }
    }
  }

  /**
   * Returns the number of the last event that the client received before it reconnected; empty if
   * the client opens a new stream.
   */
  static OptionalLong lastEventId(Request request) {
    return request
        .header("Last-Event-ID")
        .filter(id -> id.matches("\\d{1,18}"))
        .map(id -> OptionalLong.of(Long.parseLong(id)))
        .orElse(OptionalLong.empty());
  }
}
