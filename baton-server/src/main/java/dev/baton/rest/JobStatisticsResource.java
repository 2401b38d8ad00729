// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ErrorPattern;
import dev.baton.server.Request;
import dev.baton.server.RequestParameters;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.RankedFailures;
import dev.baton.statistics.StatisticsQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Counts of jobs over time, and failures grouped by their cause. A caller sees the counts of jobs
 * whose data the caller could view when they were counted, and the errors of jobs whose data the
 * caller may view now.
 */
record JobStatisticsResource(JobStatistics statistics, SharedAnswers shared, Clock clock) {
  private static final Duration USUAL_SERIES = Duration.ofHours(1);
  private static final Duration USUAL_FAILURES = Duration.ofDays(1);
  private static final NumberParameter LIMIT = new NumberParameter("limit", 1, 500, 50);

  /** The maximum number of steps of all groups of failures. */
  private static final int MAX_GROUP_STEPS = 100_000;

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/job/series", "Counts of jobs over time", shared(this::series))
            .query("from", "to", "step", "action", "by")
            .headers(SharedAnswers.CACHE_CONTROL)
            .answers(JobSeriesWriter.schema()),
        Route.of(
                GET, "/api/job/failures", "Failures grouped by their cause", shared(this::failures))
            .query("from", "to", "step", "action", "limit")
            .headers(SharedAnswers.CACHE_CONTROL)
            .answers(failuresSchema()));
  }

  /** Figures of one request, which callers with the same rights can share. */
  private record SharedFigures(String path, RequestParameters parameters) {}

  private Route.Handler shared(Function<Request, ObjectNode> figures) {
    return request ->
        shared.answer(
            request,
            new SharedFigures(request.path(), request.query()),
            () -> figures.apply(request));
  }

  private ObjectNode series(Request request) {
    StatisticsQuery query = query(request, USUAL_SERIES);
    String by = request.query().last("by").orElse("");
    if (!by.isEmpty() && !by.equals("action")) {
      throw new InvalidInputException("parameter 'by' is '" + by + "'; allowed: action");
    }
    boolean byAction = by.equals("action");
    int actions = byAction ? JobSeriesWriter.maxActions(query) : 0;
    JobSeries series = statistics.series(query, actions);
    return new JobSeriesWriter(query, series, keptFrom(JobStatistics.KEPT)).write(byAction);
  }

  /** Returns the start of the first minute whose counts are certainly not removed yet. */
  private Instant keptFrom(Duration kept) {
    return Instant.EPOCH.plus(Duration.ofMinutes(CountEvents.minute(clock.now().minus(kept)) + 1));
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

  private ObjectNode failures(Request request) {
    StatisticsQuery query = RankedFailures.inPeriods(query(request, USUAL_FAILURES));
    int limit = LIMIT.intIn(request.query());
    if ((long) limit * query.steps() > MAX_GROUP_STEPS) {
      throw new InvalidInputException(
          limit
              + " groups with "
              + query.steps()
              + " steps each are too many; allowed: "
              + MAX_GROUP_STEPS
              + " steps of all groups; use longer steps or a smaller limit");
    }
    List<FailureGroup> groups = statistics.failures(query, limit);
    ObjectNode doc = JsonNodes.object();
    JobSeriesWriter.range(doc, query);
    Instant keptFrom = keptFrom(JobStatistics.FAILURES_KEPT);
    JsonNodes.put(doc, "kept-from", keptFrom);
    ArrayNode array = doc.putArray("groups");
    groups.forEach(group -> array.add(document(group, query, keptFrom)));
    return doc;
  }

  private static ObjectNode document(FailureGroup group, StatisticsQuery query, Instant keptFrom) {
    ObjectNode doc = JsonNodes.object();
    doc.put("fingerprint", group.fingerprint());
    doc.put("kind", ErrorPattern.kind(group.fingerprint()).name().toLowerCase(Locale.ROOT));
    doc.put("action", group.action());
    doc.put("count", group.count());
    JsonNodes.put(doc, "first", group.first());
    JsonNodes.put(doc, "last", group.last());
    FailureGroup.Example example = group.example();
    if (example != null) {
      doc.put("pattern", example.pattern());
      doc.put("example", example.job().toString());
      doc.put("message", example.message());
    }
    ArrayNode trend = doc.putArray("trend");
    for (int step = 0; step < query.steps(); step++) {
      trend.add(query.start(step).isBefore(keptFrom) ? null : group.trend().get(step));
    }
    return doc;
  }

  private static ObjectNode failuresSchema() {
    ObjectNode group =
        new ObjectSchema()
            .text("fingerprint", "Identifies the cause")
            .with(
                "kind",
                "pattern: the errors have the same pattern; other: further errors of periods with"
                    + " too many causes; none: the jobs have no error text",
                ObjectSchema.texts(
                    Arrays.stream(ErrorPattern.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList()))
            .text("action", "The action of the jobs")
            .optional(
                "pattern",
                "The first line of the error without ids and numbers; missing if the caller may"
                    + " not view such a job now",
                ObjectSchema.type("string"))
            .number("count", "The number of failed jobs")
            .time("first", "When the first of these jobs failed")
            .time("last", "When the last of these jobs failed")
            .optional(
                "example",
                "One of the last of these jobs that the caller may view now",
                ObjectSchema.type("string"))
            .optional("message", "The error of the example", ObjectSchema.type("string"))
            .with(
                "trend",
                "The number of failed jobs in each step; null before kept-from",
                ObjectSchema.list(ObjectSchema.nullable("integer")))
            .build();
    return JobSeriesWriter.rangeSchema()
        .time("kept-from", "Values of steps that start before this time are null")
        .with("groups", "The causes, the most frequent first", ObjectSchema.list(group))
        .build();
  }
}
