// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.error.InvalidInputException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.SumCounts;
import java.time.Duration;
import java.util.List;

/**
 * Counts of jobs over time, and failures grouped by their cause. A caller sees the counts of jobs
 * whose data the caller may view.
 */
record JobStatisticsResource(JobStatistics statistics, Clock clock) {
  private static final Duration USUAL_SERIES = Duration.ofHours(1);
  private static final Duration USUAL_FAILURES = Duration.ofDays(1);
  private static final NumberParameter LIMIT = new NumberParameter("limit", 1, 500, 50);

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/job/series", "Counts of jobs over time", this::series)
            .query("from", "to", "step", "action", "by")
            .answers(JobSeriesWriter.schema()),
        Route.of(GET, "/api/job/failures", "Failures grouped by their cause", this::failures)
            .query("from", "to", "step", "action", "limit")
            .answers(failuresSchema()));
  }

  private Response series(Request request) {
    StatisticsQuery query = query(request, USUAL_SERIES);
    String by = request.query().last("by").orElse("");
    if (!by.isEmpty() && !by.equals("action")) {
      throw new InvalidInputException("parameter 'by' is '" + by + "'; allowed: action");
    }
    return Response.ok(
        new JobSeriesWriter(query, statistics.series(query)).write(by.equals("action")));
  }

  private StatisticsQuery query(Request request, Duration usual) {
    Caller caller = request.caller();
    JobResource.JOBS.checkQuery(caller);
    StatisticsRange range = StatisticsRange.of(request.query(), clock.now(), usual);
    return new StatisticsQuery(
        range.from(),
        range.to(),
        range.step(),
        caller.isAdmin() ? null : caller.claims(),
        request.query().last("action").filter(action -> !action.isEmpty()).orElse(null));
  }

  private Response failures(Request request) {
    StatisticsQuery query = SumCounts.inPeriods(query(request, USUAL_FAILURES));
    List<FailureGroup> groups = statistics.failures(query, LIMIT.intIn(request.query()));
    ObjectNode doc = JsonNodes.object();
    JobSeriesWriter.range(doc, query);
    ArrayNode array = doc.putArray("groups");
    groups.forEach(group -> array.add(document(group)));
    return Response.ok(doc);
  }

  private static ObjectNode document(FailureGroup group) {
    ObjectNode doc = JsonNodes.object();
    doc.put("fingerprint", group.fingerprint());
    doc.put("action", group.action());
    doc.put("pattern", group.total().pattern());
    doc.put("count", group.total().count());
    JsonNodes.put(doc, "first", group.total().first());
    JsonNodes.put(doc, "last", group.total().last());
    doc.put("example", group.total().example().toString());
    doc.put("message", group.total().message());
    ArrayNode trend = doc.putArray("trend");
    group.trend().forEach(trend::add);
    return doc;
  }

  private static ObjectNode failuresSchema() {
    ObjectNode group =
        new ObjectSchema()
            .text("fingerprint", "Identifies the cause")
            .text("action", "The action of the jobs")
            .text("pattern", "The first line of the error without ids and numbers")
            .number("count", "The number of failed jobs")
            .time("first", "When the first of these jobs failed")
            .time("last", "When the last of these jobs failed")
            .text("example", "The last of these jobs")
            .text("message", "The error of the example")
            .with(
                "trend",
                "The number of failed jobs in each step",
                ObjectSchema.list(ObjectSchema.type("integer")))
            .build();
    return JobSeriesWriter.rangeSchema()
        .with("groups", "The causes, the most frequent first", ObjectSchema.list(group))
        .build();
  }
}
