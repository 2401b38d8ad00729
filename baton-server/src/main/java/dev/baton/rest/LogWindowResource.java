// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.DateMath;
import dev.baton.job.AtomLogLine;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogSearch;
import dev.baton.server.Request;
import dev.baton.server.RequestParameters;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Windows of a job's log by the places of its lines, and searches in the log. The work of a request
 * does not depend on the length of the log.
 */
record LogWindowResource(JobLog log, JobAccess access, ServerLimits serverLimits, Clock clock) {
  private static final NumberParameter COUNT = new NumberParameter("count", 1, 5000, 500);
  private static final NumberParameter FOUND = new NumberParameter("limit", 1, 1000, 100);
  private static final NumberParameter AFTER = parameter("after", 0);
  private static final NumberParameter FIRST = parameter("first", 1);
  private static final NumberParameter LAST = new NumberParameter("last", 1, 5000, 0);
  private static final NumberParameter BEFORE = parameter("before", 0);
  private static final NumberParameter AROUND = parameter("around", 0);
  private static final Duration SEARCH_TIME = Duration.ofSeconds(1);
  private static final int LINES_AT_ONCE = 50_000;

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/job/{uuid}/log-lines", "A window of the log", this::lines)
            .query("first", "last", "before", "around", "at", "count")
            .answers(linesSchema()),
        Route.of(
                GET, "/api/job/{uuid}/log-search", "Lines with a text, or of an atom", this::search)
            .query("text", "atom", "case", "stream", "after", "limit")
            .answers(searchSchema()));
  }

  private static NumberParameter parameter(String name, long min) {
    return new NumberParameter(name, min, Long.MAX_VALUE, min);
  }

  /**
   * Lines of the log.
   *
   * @param first the place of the first line, counted from 1
   * @param total the number of all lines
   * @param anchor the index of the line that must be in the response; the response leaves out the
   *     lines that are farthest from it, if not all fit
   */
  private record Window(List<JobLog.NumberedLine> lines, long first, long total, int anchor) {}

  private Response lines(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    Window window = window(job.id(), request.query());
    List<ObjectNode> all = new ArrayList<>();
    for (JobLog.NumberedLine line : window.lines()) {
      ObjectNode each = JsonNodes.object().put("place", window.first() + all.size());
      each.setAll(JobLogResource.document(line));
      all.add(each);
    }
    LinesThatFit fitting =
        LinesThatFit.of(all, window.anchor(), new ResponseSizeLimit(serverLimits.response() / 2));
    ObjectNode doc = JsonNodes.object();
    doc.put("total", window.total());
    doc.put("first", window.first() + fitting.from());
    // The job was read before the lines. If it was final at that time, no more lines can follow.
    doc.put("final", job.state().isFinal());
    doc.putArray("lines").addAll(all.subList(fitting.from(), fitting.to()));
    return Response.ok(doc);
  }

  private Window window(JobId job, RequestParameters parameters) {
    List<String> anchors =
        Stream.of("first", "last", "before", "around", "at")
            .filter(name -> parameters.last(name).isPresent())
            .toList();
    if (anchors.size() > 1) {
      throw new InvalidInputException(
          "the request has the parameters " + anchors + "; allowed: one of them");
    }
    int count = COUNT.intIn(parameters);
    return switch (anchors.isEmpty() ? "first" : anchors.getFirst()) {
      case "last" -> before(job, Long.MAX_VALUE, LAST.intIn(parameters));
      case "before" -> before(job, BEFORE.in(parameters), count);
      case "around" -> around(job, AROUND.in(parameters), count);
      case "at" -> around(job, numberAt(job, parameters.last("at").orElse("")), count);
      default -> from(job, FIRST.in(parameters), count);
    };
  }

  private Window from(JobId job, long first, int count) {
    List<JobLog.NumberedLine> lines = log.window(job, first - 1, count);
    return new Window(lines, first, log.count(job, Long.MAX_VALUE), 0);
  }

  private Window before(JobId job, long number, int count) {
    List<JobLog.NumberedLine> lines = log.before(job, number, count);
    long first = lines.isEmpty() ? 1 : log.count(job, lines.getFirst().number());
    return new Window(lines, first, log.count(job, Long.MAX_VALUE), lines.size() - 1);
  }

  /** Returns lines before and after a line, and the line itself. */
  private Window around(JobId job, long number, int count) {
    List<JobLog.NumberedLine> before = log.before(job, number, count / 2);
    List<JobLog.NumberedLine> after = log.read(job, Math.max(0, number - 1), count - before.size());
    if (before.size() + after.size() < count) {
      // The log ends in the window, so the window begins earlier.
      before = log.before(job, number, count - after.size());
    }
    long placesBefore = log.count(job, Math.max(0, number - 1));
    List<JobLog.NumberedLine> lines = new ArrayList<>(before);
    lines.addAll(after);
    return new Window(
        lines,
        placesBefore - before.size() + 1,
        log.count(job, Long.MAX_VALUE),
        Math.min(before.size(), lines.size() - 1));
  }

  /**
   * Returns the number of the first line at a time or after it; of the last line if all lines are
   * earlier. Halves the range of the numbers, so it reads few lines also of a long log.
   */
  private long numberAt(JobId job, String time) {
    Instant at = DateMath.resolve(time, clock.now());
    List<JobLog.NumberedLine> last = log.before(job, Long.MAX_VALUE, 1);
    if (last.isEmpty()) {
      return 0;
    }
    long low = 0;
    long high = last.getFirst().number() - 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (log.read(job, middle, 1).getFirst().line().at().isBefore(at)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return log.read(job, low, 1).getFirst().number();
  }

  private Response search(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    RequestParameters parameters = request.query();
    int limit = FOUND.intIn(parameters);
    Optional<String> atom = parameters.last("atom").filter(name -> !name.isEmpty());
    LogSearch search =
        new LogSearch(
            parameters.last("text").filter(text -> !text.isEmpty()).or(() -> atom).orElse(""),
            parameters.last("case").filter("true"::equals).isPresent(),
            parameters.last("stream").filter(stream -> !stream.isEmpty()).orElse(null),
            AFTER.in(parameters),
            limit,
            LINES_AT_ONCE);
    Deadline end = Deadline.after(clock.nanos(), SEARCH_TIME);
    List<JobLog.NumberedLine> found = new ArrayList<>();
    LogSearch.Matches matches = log.find(job.id(), search);
    add(matches, atom, found);
    while (matches.more() && found.size() < limit && !end.isPast(clock)) {
      matches = log.find(job.id(), search.continuedAfter(matches.last(), limit - found.size()));
      add(matches, atom, found);
    }
    return Response.ok(document(search.text(), found, matches));
  }

  /** Adds the lines that a search has found. With an atom, only the lines of the atom. */
  private static void add(
      LogSearch.Matches matches, Optional<String> atom, List<JobLog.NumberedLine> found) {
    matches.lines().stream()
        .filter(line -> atom.isEmpty() || AtomLogLine.isOf(atom.get(), line.line().text()))
        .forEach(found::add);
  }

  private ObjectNode document(
      String text, List<JobLog.NumberedLine> found, LogSearch.Matches matches) {
    ObjectNode doc = JsonNodes.object().put("text", text);
    ArrayNode array = doc.putArray("lines");
    ResponseSizeLimit size = new ResponseSizeLimit(serverLimits.response() / 2);
    long last = matches.last();
    boolean more = matches.more();
    for (JobLog.NumberedLine line : found) {
      ObjectNode each = JobLogResource.document(line);
      if (!size.fits(each) && !array.isEmpty()) {
        last = array.get(array.size() - 1).path("number").asLong();
        more = true;
        break;
      }
      array.add(each);
    }
    return doc.put("last", last).put("more", more);
  }

  private static ObjectSchema lineSchema() {
    return new ObjectSchema()
        .number("number", "Identifies the line; grows with the place, with gaps")
        .time("at", "When the executor read the line")
        .number("attempt", "The attempt that logged the line")
        .text("stream", "stdout, stderr or log")
        .text("text", "The line without its end");
  }

  private static ObjectNode linesSchema() {
    ObjectNode line = lineSchema().number("place", "The place in the log, from 1").build();
    return new ObjectSchema()
        .number("total", "The number of all lines")
        .number("first", "The place of the first line of the window")
        .bool("final", "Whether no more lines can follow")
        .with("lines", "The lines in their order", ObjectSchema.list(line))
        .build();
  }

  private static ObjectNode searchSchema() {
    return new ObjectSchema()
        .text("text", "The text that the lines contain")
        .with("lines", "The lines in their order", ObjectSchema.list(lineSchema().build()))
        .number("last", "Send this number as 'after' to continue the search")
        .bool("more", "Whether the search ended before the end of the log")
        .build();
  }
}
