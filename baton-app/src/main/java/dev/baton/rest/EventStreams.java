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
import dev.baton.server.Reply;
import dev.baton.server.Request;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What happens to jobs, as server-sent events. */
final class EventStreams {

  private static final Collection EVENTS =
      new Collection("events", Principals.USER, null, null, JobResource.WORDS);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  // Rights are judged anew when the client comes back.
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int PAGE = 1000;

  private final EventFeed feed;
  private final Streams streams;
  private final JobHistory history;
  private final JobAccess access;
  private final Clock clock;

  EventStreams(EventFeed feed, Streams streams, JobHistory history, JobAccess access, Clock clock) {
    this.feed = feed;
    this.streams = streams;
    this.history = history;
    this.access = access;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/events", "Events of all jobs, as a stream", this::all)
            .query("filter", StrictSearch.PARAMETER),
        Route.of(GET, "/api/job/{uuid}/events", "Events of a job, as a stream", this::ofJob));
  }

  private Reply all(Request request) throws IOException {
    Caller caller = request.caller();
    EVENTS.checkQuery(caller);
    Filter filter = SearchRequest.filter(request.query(), EVENTS.words()).orElse(Filter.EVERYTHING);
    VisibleEvents visible = new VisibleEvents(access.store(), caller, filter);
    OptionalLong after = lastEventId(request);
    return streams.open(caller, sink -> streamAll(sink, visible::of, after));
  }

  private void streamAll(EventSink sink, UnaryOperator<List<JobEvent>> visible, OptionalLong after)
      throws IOException, InterruptedException {
    try (Subscription subscription = feed.subscribe(event -> true)) {
      Sent sent = new Sent(sink);
      if (after.isPresent()) {
        catchUp(after.getAsLong(), sent, visible);
      }
      follow(
          subscription,
          sink,
          events -> {
            List<JobEvent> fresh = sent.unsent(events);
            return visible.apply(fresh);
          },
          sent);
    }
  }

  /** What the client missed while it was away. */
  private void catchUp(long after, Sent sent, UnaryOperator<List<JobEvent>> visible)
      throws IOException {
    long at = after;
    while (true) {
      List<JobEvent> page = history.after(at, PAGE);
      sent.send(visible.apply(page));
      sent.skip(page);
      if (page.size() < PAGE) {
        return;
      }
      at = page.getLast().number();
    }
  }

  private void follow(
      Subscription subscription, EventSink sink, UnaryOperator<List<JobEvent>> visible, Sent sent)
      throws IOException, InterruptedException {
    Deadline end = Deadline.after(clock.nanos(), LONGEST);
    Deadline silence = Deadline.after(clock.nanos(), HEARTBEAT);
    while (!subscription.isEnded() && !end.isPast(clock) && !sent.isDone()) {
      List<JobEvent> events = subscription.take(HEARTBEAT);
      List<JobEvent> shown = events.isEmpty() ? events : visible.apply(events);
      sent.send(shown);
      // Also when much happens of which this client may see nothing.
      if (shown.isEmpty() && (events.isEmpty() || silence.isPast(clock))) {
        sink.heartbeat();
        silence = Deadline.after(clock.nanos(), HEARTBEAT);
      }
    }
  }

  private Reply ofJob(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    long after = lastEventId(request).orElse(0);
    return streams.open(request.caller(), sink -> streamJob(sink, job.id(), after));
  }

  private void streamJob(EventSink sink, JobId id, long after)
      throws IOException, InterruptedException {
    try (Subscription subscription = feed.subscribe(event -> event.job().equals(id))) {
      Sent sent = new Sent(sink).untilEnded();
      List<JobEvent> before = history.of(id);
      sent.send(before.stream().filter(event -> event.number() > after).toList());
      sent.skip(before);
      if (!sent.isDone()) {
        follow(subscription, sink, sent::unsent, sent);
      }
      if (sent.isDone()) {
        sink.send("end", Json.object().put("final", true));
      }
    }
  }

  private static OptionalLong lastEventId(Request request) {
    return request
        .header("Last-Event-ID")
        .filter(id -> id.matches("\\d{1,18}"))
        .map(id -> OptionalLong.of(Long.parseLong(id)))
        .orElse(OptionalLong.empty());
  }
}
