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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes counts over time as JSON documents. */
final class JobSeriesWriter {

  private static final int MAX_ACTIONS = 100;
  private static final JobCounts NOTHING = new JobCounts();
  private static final List<Quantile> QUANTILES =
      List.of(
          new Quantile("p50-ms", 0.5), new Quantile("p95-ms", 0.95), new Quantile("p99-ms", 0.99));

  private final StatisticsQuery query;
  private final JobSeries series;

  /** The bound below which a share of the times lies. */
  private record Quantile(String name, double share) {}

  JobSeriesWriter(StatisticsQuery query, JobSeries series) {
    this.query = query;
    this.series = series;
  }

  /** The counts of one action, or of all actions, by step. */
  private static final class Line {
    private final Map<Integer, JobCounts> counts = new HashMap<>();
    private final Map<Integer, JobSeries.Waiting> waiting = new HashMap<>();
    private final JobCounts sum = new JobCounts();

    void add(int step, JobCounts added) {
      counts.computeIfAbsent(step, absent -> new JobCounts()).addAll(added);
      sum.addAll(added);
    }

    JobCounts at(int step) {
      return counts.getOrDefault(step, NOTHING);
    }

    void add(int step, JobSeries.Waiting added) {
      waiting.merge(step, added, JobSeries.Waiting::plus);
    }

    long busy() {
      return sum.figure(JobFigure.POSTED) + sum.figure(JobFigure.STARTED) + waiting.size();
    }
  }

  /**
   * Writes the counts.
   *
   * @param byAction whether to write the counts of each action too
   */
  ObjectNode write(boolean byAction) {
    Line total = new Line();
    Map<String, Line> actions = new HashMap<>();
    series
        .counts()
        .forEach((key, counts) -> {
          total.add(key.step(), counts);
          actions.computeIfAbsent(key.action(), action -> new Line()).add(key.step(), counts);
        });
    series
        .waiting()
        .forEach((key, waiting) -> {
          total.add(key.step(), waiting);
          actions.computeIfAbsent(key.action(), action -> new Line()).add(key.step(), waiting);
        });
    ObjectNode doc = JsonNodes.object();
    range(doc, query);
    JsonNodes.put(doc, "counted-until", series.countedUntil());
    ArrayNode bounds = doc.putArray("bounds-ms");
    TimeHistogram.BOUNDS.forEach(bounds::add);
    doc.put("waiting-complete", !series.sampled().containsValue(false));
    doc.set("total", line(total, JsonNodes.object()));
    if (byAction) {
      ArrayNode array = doc.putArray("actions");
      actions.entrySet().stream()
          .sorted(
              Comparator.comparingLong((Map.Entry<String, Line> entry) -> entry.getValue().busy())
                  .reversed()
                  .thenComparing(Map.Entry::getKey))
          .limit(MAX_ACTIONS)
          .forEach(entry ->
              array.add(line(entry.getValue(), JsonNodes.object().put("action", entry.getKey()))));
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

  private ObjectNode line(Line line, ObjectNode doc) {
    for (JobFigure figure : JobFigure.values()) {
      ArrayNode values = doc.putArray(figure.apiName());
      for (int step = 0; step < query.steps(); step++) {
        values.add(line.at(step).figure(figure));
      }
    }
    ArrayNode waiting = doc.putArray("waiting");
    JobSeries.Waiting last = null;
    for (int step = 0; step < query.steps(); step++) {
      JobSeries.@Nullable Waiting sample =
          series.sampled().containsKey(step)
              ? line.waiting.getOrDefault(step, new JobSeries.Waiting(0, null))
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

  private ObjectNode times(Line line, Function<JobCounts, TimeHistogram> which) {
    TimeHistogram all = which.apply(line.sum);
    ObjectNode doc = JsonNodes.object();
    doc.put("count", all.count());
    ArrayNode counts = doc.putArray("counts");
    all.counts().forEach(counts::add);
    ObjectNode steps = JsonNodes.object();
    for (Quantile each : QUANTILES) {
      put(doc, each.name(), all.quantile(each.share()));
      ArrayNode values = steps.putArray(each.name());
      for (int step = 0; step < query.steps(); step++) {
        OptionalLong quantile = which.apply(line.at(step)).quantile(each.share());
        if (quantile.isPresent()) {
          values.add(quantile.getAsLong());
        } else {
          values.addNull();
        }
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
        .time("counted-until", "Events before this time are counted")
        .with(
            "bounds-ms",
            "The upper bounds of the histograms; one more count is for longer times",
            ObjectSchema.list(ObjectSchema.type("integer")))
        .bool("waiting-complete", "Whether the samples contain all waiting jobs")
        .with("total", "The figures of all actions", line)
        .optional(
            "actions",
            "The figures of the 100 busiest actions, with by=action",
            ObjectSchema.list(withAction))
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
    ObjectNode numbers = ObjectSchema.list(ObjectSchema.type("integer"));
    for (JobFigure figure : JobFigure.values()) {
      line.with(figure.apiName(), "The number of events in each step", numbers);
    }
    return line.with(
            "waiting",
            "Jobs in state QUEUED at the end of each step; null where they were not sampled",
            ObjectSchema.list(ObjectSchema.nullable("integer")))
        .optional(
            "oldest-waiting",
            "When the oldest waiting job was posted, in the last sample",
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
