// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.Timestamps;
import dev.baton.server.EventSink;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The resource of a job's log lines: as pages, or as a stream that ends when the job has ended. */
record JobLogResource(
    JobLog log,
    JobAccess access,
    EventFeed feed,
    StreamLimit streamLimit,
    ServerLimits serverLimits,
    Clock clock) {
  private static final int DEFAULT_LIMIT = 1000;
  private static final int MAX_LIMIT = 10_000;
  private static final int STREAM_PAGE = 500;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/job/{uuid}/logs", "The log, as a page or as a stream", this::read)
            .query("after", "limit", "follow"));
  }

  private Response read(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    boolean stream =
        request.query().last("follow").filter(value -> value.equals("true")).isPresent()
            || request.header("Accept").filter(a -> a.contains("text/event-stream")).isPresent();
    return stream ? follow(request, job.id()) : page(request, job);
  }

  private Response page(Request request, Job job) {
    long after = number(request, "after", 0, Long.MAX_VALUE);
    int limit = (int) number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT);
    List<JobLog.NumberedLine> lines = log.read(job.id(), after, limit);
    ObjectNode body = JsonNodes.object();
    ArrayNode array = body.putArray("lines");
    ResponseSizeLimit size = new ResponseSizeLimit(serverLimits.response() / 2);
    long last = after;
    int shown = 0;
    // A page ends when the size limit is reached, and the client requests the next page. A page has
    // at least one line, even if that line is larger than the limit.
    while (shown < lines.size() && (size.fits(document(lines.get(shown))) || shown == 0)) {
      array.add(document(lines.get(shown)));
      last = lines.get(shown).number();
      shown++;
    }
    body.put("last", last);
    // The job was read before the lines. If it was final at that time, no more lines can follow.
    body.put("final", job.state().isFinal() && shown == lines.size() && shown < limit);
    return Response.ok(body);
  }

  private static long number(Request request, String name, long otherwise, long max) {
    String text = request.query().last(name).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,18}")) {
      throw new InvalidInputException("parameter '" + name + "' must be a number, 0 or more");
    }
    return Math.min(max, Long.parseLong(text));
  }

  private Response follow(Request request, JobId id) {
    long resumed = EventStreamResource.lastEventId(request).orElse(0);
    long after = Math.max(resumed, number(request, "after", 0, Long.MAX_VALUE));
    return streamLimit.open(request.caller(), sink -> stream(sink, id, after));
  }

  private void stream(EventSink sink, JobId id, long start)
      throws IOException, InterruptedException {
    Deadline longest = Deadline.after(clock.nanos(), LONGEST);
    Deadline heartbeat = Deadline.after(clock.nanos(), HEARTBEAT);
    long after = start;
    try (EventSubscription events = feed.subscribe(event -> event.job().equals(id))) {
      sink.heartbeat();
      while (!events.isEnded() && !longest.isPast(clock)) {
        boolean last = isFinal(id);
        long sent = send(sink, id, after);
        if (sent > after) {
          after = sent;
        } else if (last) {
          sink.send("end", JsonNodes.object().put("last", after).put("final", true));
          return;
        } else {
          events.take(POLL);
        }
        if (heartbeat.isPast(clock)) {
          sink.heartbeat();
          heartbeat = Deadline.after(clock.nanos(), HEARTBEAT);
        }
      }
    }
  }

  /** A deleted job counts as final, because it logs no more lines. */
  private boolean isFinal(JobId id) {
    return access.store().find(id).map(job -> job.state().isFinal()).orElse(true);
  }

  /** Sends the next lines and returns the number of the last line sent. */
  private long send(EventSink sink, JobId id, long after) throws IOException {
    long last = after;
    for (JobLog.NumberedLine line : log.read(id, after, STREAM_PAGE)) {
      sink.send("line", line.number(), document(line));
      last = line.number();
    }
    return last;
  }

  static ObjectNode document(JobLog.NumberedLine numberedLine) {
    ObjectNode doc = JsonNodes.object();
    doc.put("number", numberedLine.number());
    doc.put("at", Timestamps.write(numberedLine.line().at()));
    doc.put("attempt", numberedLine.line().attempt());
    doc.put("stream", numberedLine.line().stream());
    doc.put("text", numberedLine.line().text());
    return doc;
  }
}
