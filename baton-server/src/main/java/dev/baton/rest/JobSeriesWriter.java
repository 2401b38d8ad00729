// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.Timestamps;
import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobFigure;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.TimeHistogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes counts over time as JSON documents. */
final class JobSeriesWriter {

  private static final int MAX_ACTIONS = 100;

  /** The maximum number of steps of all actions. Each step of an action has about 13 values. */
  private static final int MAX_ACTION_STEPS = 50_000;

  private static final JobCounts NOTHING = new JobCounts();
  private static final List<Quantile> QUANTILES =
      List.of(
          new Quantile("p50-ms", 0.5), new Quantile("p95-ms", 0.95), new Quantile("p99-ms", 0.99));

  private final StatisticsQuery query;
  private final JobSeries series;
  private final Instant keptFrom;

  /** The bound below which a share of the times lies. */
  private record Quantile(String name, double share) {}

  /**
   * Creates a writer.
   *
   * @param keptFrom counts before this time are removed, so the values of steps that start earlier
   *     are written as null
   */
  JobSeriesWriter(StatisticsQuery query, JobSeries series, Instant keptFrom) {
    this.query = query;
    this.series = series;
    this.keptFrom = keptFrom;
  }

  /** Returns how many actions a document with the steps of a query may have. */
  static int maxActions(StatisticsQuery query) {
    return Math.min(MAX_ACTIONS, MAX_ACTION_STEPS / query.steps());
  }

  /**
   * Writes the counts.
   *
   * @param byAction whether to write the counts of each action too
   */
  ObjectNode write(boolean byAction) {
    ObjectNode doc = JsonNodes.object();
    range(doc, query);
    JsonNodes.put(doc, "kept-from", keptFrom);
    JsonNodes.put(doc, "counted-until", series.countedUntil());
    ArrayNode bounds = doc.putArray("bounds-ms");
    TimeHistogram.BOUNDS.forEach(bounds::add);
    doc.put("waiting-complete", !series.sampled().containsValue(false));
    doc.set("total", line(series.total(), JsonNodes.object()));
    if (byAction) {
      ArrayNode array = doc.putArray("actions");
      series
          .actions()
          .forEach(action ->
              array.add(line(action.line(), JsonNodes.object().put("action", action.name()))));
      doc.put("more-actions", series.moreActions());
    }
    return doc;
  }

  /** Writes the range and the steps of a query. */
  static void range(ObjectNode doc, StatisticsQuery query) {
    JsonNodes.put(doc, "from", query.from());
    JsonNodes.put(doc, "to", query.to());
    doc.put("step", query.step().toSeconds());
    List<String> times = new ArrayList<>();
    for (int step = 0; step < query.steps(); step++) {
      times.add(Timestamps.write(query.start(step)));
    }
    doc.set("times", JsonNodes.texts(times));
  }

  private boolean isKept(int step) {
    return !query.start(step).isBefore(keptFrom);
  }

  private ObjectNode line(JobSeries.Line line, ObjectNode doc) {
    for (JobFigure figure : JobFigure.values()) {
      ArrayNode values = doc.putArray(figure.apiName());
      for (int step = 0; step < query.steps(); step++) {
        values.add(isKept(step) ? at(line, step).figure(figure) : null);
      }
    }
    ArrayNode waiting = doc.putArray("waiting");
    JobSeries.Waiting last = null;
    for (int step = 0; step < query.steps(); step++) {
      JobSeries.@Nullable Waiting sample =
          series.sampled().containsKey(step) && isKept(step)
              ? line.waiting().getOrDefault(step, new JobSeries.Waiting(0, null))
              : null;
      if (sample == null) {
        waiting.addNull();
      } else {
        waiting.add(sample.jobs());
        last = sample;
      }
    }
    JsonNodes.put(doc, "oldest-waiting", last == null ? null : last.oldest());
    doc.set("wait", times(line, JobCounts::waits));
    doc.set("run", times(line, JobCounts::runs));
    return doc;
  }

  private static JobCounts at(JobSeries.Line line, int step) {
    return line.counts().getOrDefault(step, NOTHING);
  }

  private ObjectNode times(JobSeries.Line line, Function<JobCounts, TimeHistogram> which) {
    TimeHistogram all = new TimeHistogram();
    line.counts().values().forEach(counts -> all.addAll(which.apply(counts)));
    ObjectNode doc = JsonNodes.object();
    doc.put("count", all.count());
    ArrayNode counts = doc.putArray("counts");
    all.counts().forEach(counts::add);
    ObjectNode steps = JsonNodes.object();
    for (Quantile each : QUANTILES) {
      put(doc, each.name(), all.quantile(each.share()));
      ArrayNode values = steps.putArray(each.name());
      for (int step = 0; step < query.steps(); step++) {
        OptionalLong quantile = which.apply(at(line, step)).quantile(each.share());
        values.add(isKept(step) && quantile.isPresent() ? quantile.getAsLong() : null);
      }
    }
    doc.set("steps", steps);
    return doc;
  }

  private static void put(ObjectNode doc, String name, OptionalLong quantile) {
    JsonNodes.put(doc, name, quantile.isPresent() ? quantile.getAsLong() : null);
  }

  /** The JSON Schema of the documents. */
  static ObjectNode schema() {
    ObjectNode line = lineSchema().build();
    ObjectNode withAction = new ObjectSchema().text("action", "The action").all(line).build();
    return rangeSchema()
        .time("kept-from", "Values of steps that start before this time are null")
        .time("counted-until", "Events before this time are counted")
        .with(
            "bounds-ms",
            "The upper bounds of the histograms; one more count is for longer times",
            ObjectSchema.list(ObjectSchema.type("integer")))
        .bool("waiting-complete", "Whether the samples contain all waiting jobs")
        .with("total", "The figures of all actions", line)
        .optional(
            "actions",
            "The figures of the busiest actions, at most 100 and fewer with many steps, with"
                + " by=action",
            ObjectSchema.list(withAction))
        .optional("more-actions", "Whether there are further actions", ObjectSchema.type("boolean"))
        .build();
  }

  static ObjectSchema rangeSchema() {
    return new ObjectSchema()
        .time("from", "The start of the first step")
        .time("to", "The end of the last step")
        .number("step", "The length of a step in seconds")
        .with("times", "The start of each step", ObjectSchema.list(ObjectSchema.timeType()));
  }

  private static ObjectSchema lineSchema() {
    ObjectSchema line = new ObjectSchema();
    ObjectNode numbers = ObjectSchema.list(ObjectSchema.nullable("integer"));
    for (JobFigure figure : JobFigure.values()) {
      line.with(
          figure.apiName(), "The number of events in each step; null before kept-from", numbers);
    }
    return line.with(
            "waiting",
            "Jobs in state QUEUED at the end of each step; null where they were not sampled",
            ObjectSchema.list(ObjectSchema.nullable("integer")))
        .optional(
            "oldest-waiting",
            "Since when the first waiting job could start, in the last sample",
            ObjectSchema.timeType())
        .with("wait", "Times from the post to the first start", timesSchema())
        .with("run", "Times from the first start to the end", timesSchema());
  }

  private static ObjectNode timesSchema() {
    ObjectNode values = ObjectSchema.list(ObjectSchema.nullable("integer"));
    ObjectSchema steps = new ObjectSchema();
    ObjectSchema times =
        new ObjectSchema()
            .number("count", "The number of times")
            .with(
                "counts",
                "The number of times up to each bound, and of longer times",
                ObjectSchema.list(ObjectSchema.type("integer")));
    for (Quantile each : QUANTILES) {
      String bound = "The bound below which this share of the times lies";
      times.optional(each.name(), bound, ObjectSchema.type("integer"));
      steps.with(each.name(), "The same for each step; null without times", values);
    }
    return times.with("steps", "The same for each step", steps.build()).build();
  }
}
