// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Measures single requests of the dashboard's pages, each until the whole answer has arrived. */
final class DashboardRequests {

  private static final String COLUMNS =
      "&select=id,state,action,name,progress,created,started,ended,owner,status-message,last-error,"
          + "attempt,not-before,parked,priority,tags,created-by,operations&strict=true";
  private static final String BOUNDED = "&max-count=10000";
  private static final String NEWEST =
      "job?orderby=created:desc&first=1&last=100" + COLUMNS + BOUNDED;

  /**
   * Filters of the page of jobs: frequent and rare conditions, and some that only old jobs meet.
   */
  private static final List<String> FILTERS =
      List.of(
          "state='QUEUED'",
          "state='RUNNING'",
          "state='SUCCESS'",
          "state='FAILED'",
          "state='CANCELED'",
          "state=['FAILED','CANCELED']",
          "action='noop'",
          "action='fail'",
          "action='graph'",
          "tags='tag-99'",
          "tags='tag-7'",
          "tags='" + DashboardJobs.RARE_TAG + "'",
          "created>'now-15m'",
          "tags='tag-7' and state='FAILED'",
          "state='FAILED' and action='fail'",
          "state='FAILED' and action='noop'",
          "state='FAILED' and action='fail' and created>'now-6h'",
          "state='SUCCESS' and action='noop' and created>'now-6h'",
          "state='FAILED' and created>'now-1s'",
          "state='FAILED' and action='fail' and ended>'now-24h' and error-pattern="
              + "\"java.io.IOException: disk of job/<id> is full\"");

  private final BatonUpProcess up;
  private final int rounds;

  DashboardRequests(BatonUpProcess up, int rounds) {
    this.up = up;
    this.rounds = rounds;
  }

  void measureJobs() {
    measure("jobs, first page", NEWEST, DashboardRequests::count);
    measure(
        "jobs, rows 9,901 to 10,000",
        "job?orderby=created:desc&first=9901&last=10000" + COLUMNS + BOUNDED,
        DashboardRequests::count);
    measure(
        "jobs, first page and exact count", NEWEST.replace(BOUNDED, ""), DashboardRequests::count);
    FILTERS.forEach(this::measureFilter);
    measure("counts by state", "job?last=0&aggregation=terms:state", DashboardRequests::count);
    measure(
        "counts of waiting jobs by action",
        "job?last=0&aggregation=terms:action&filter=" + encoded("state='QUEUED'"),
        DashboardRequests::count);
    measure("facets", "job/facets", DashboardRequests::count);
    measure(
        "facets of failed jobs",
        "job/facets?filter=" + encoded("state='FAILED'"),
        DashboardRequests::count);
    measure("series of an hour", "job/series?by=action", answer -> answer.path("times").size());
    measure(
        "series of a day",
        "job/series?by=action&from=now-24h",
        answer -> answer.path("times").size());
    measure("failures", "job/failures", answer -> answer.path("groups").size());
    measure("board", "board?first=1&last=100", DashboardRequests::count);
  }

  /** Measures the page of jobs of a user who may see few jobs. */
  void measureFewJobs() {
    measure("few jobs, first page", NEWEST, DashboardRequests::count);
    for (String filter : List.of("state='QUEUED'", "action='noop'", "tags='tag-7'")) {
      measure("few jobs, " + filter, filtered(filter), DashboardRequests::count);
    }
    measure("few jobs, facets", "job/facets", DashboardRequests::count);
  }

  private void measureFilter(String filter) {
    measure("jobs, " + filter, filtered(filter), DashboardRequests::count);
  }

  private static String filtered(String filter) {
    return NEWEST + "&filter=" + encoded(filter);
  }

  void measureFlow(String job) {
    measure("flow", job + "/flow", answer -> answer.path("atoms").size());
    measure(
        "flow, first 10,000 steps",
        job + "/flow/steps?first=1&last=10000",
        answer -> answer.path("steps").size());
  }

  void measureLog(String job, int lines) {
    measure("log, first lines", job + "/log-lines?first=1", DashboardRequests::lines);
    measure("log, the middle", job + "/log-lines?first=" + lines / 2, DashboardRequests::lines);
    measure("log, the end", job + "/log-lines?last=500", DashboardRequests::lines);
    measureSearch(job, String.valueOf(lines));
    measureSearch(job, "absent");
  }

  /** Searches to the end of the log, with as many requests as that takes. */
  private void measureSearch(String job, String text) {
    List<Double> millis = new ArrayList<>();
    long found = 0;
    int requests = 0;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      found = 0;
      requests = 0;
      JsonNode answer;
      long after = 0;
      do {
        answer = up.send("GET", job + "/log-search?limit=200&text=" + text + "&after=" + after, "");
        found += answer.path("lines").size();
        after = answer.path("last").asLong();
        requests++;
      } while (answer.path("more").asBoolean());
      millis.add((System.nanoTime() - start) / 1e6);
    }
    print("log, search for " + text + " in " + requests + " requests", millis, found);
  }

  private void measure(String what, String path, ToLongFunction<JsonNode> size) {
    List<Double> millis = new ArrayList<>();
    long found = 0;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      found = size.applyAsLong(up.send("GET", path, ""));
      millis.add((System.nanoTime() - start) / 1e6);
    }
    print(what, millis, found);
  }

  private static void print(String what, List<Double> millis, long found) {
    double first = millis.getFirst();
    List<Double> sorted = millis.stream().sorted().toList();
    ThroughputCommand.print(
        "%s: first %.0f ms, median %.0f ms, longest %.0f ms (%,d found)",
        what, first, sorted.get(sorted.size() / 2), sorted.getLast(), found);
  }

  private static long count(JsonNode answer) {
    return answer.path("count").asLong();
  }

  private static long lines(JsonNode answer) {
    return answer.path("lines").size();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
