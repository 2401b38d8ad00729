// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.executor.Executor;
import dev.baton.job.JobSpec;
import dev.baton.job.Priority;
import java.time.Duration;
import java.util.List;

/** Fills a store with the jobs that a dashboard shows. */
final class DashboardJobs {

  private static final Duration BOUND = Duration.ofMinutes(30);
  private static final int SLOTS = 256;

  /** The number of groups of jobs with the same tag. */
  private static final int TAGS = 100;

  /** Of how many groups the jobs fail, and of how many they stay waiting. */
  private static final int FAILING = 5;

  private static final int WAITING = 20;

  /** The tag of the few jobs that are older than all others. */
  static final String RARE_TAG = "tag-rare";

  private static final int RARE = 10;

  private static final String FLOW = "graph";

  private DashboardJobs() {}

  /**
   * Stores jobs of which most have succeeded, one of twenty has failed and one of five waits, and a
   * flow that has ended.
   */
  static void fill(MeasuredDatabase database, int jobs, int atoms) {
    try (MeasuredBackend backend = new MeasuredBackend(database)) {
      backend.postMany(JobSpec.builder("noop").tags(List.of(RARE_TAG)).build(), RARE);
      for (int tag = 0; tag < TAGS - WAITING; tag++) {
        String action = tag < FAILING ? "fail" : "noop";
        backend.postMany(spec(action, tag), jobs / TAGS);
      }
      backend.post(
          JobSpec.builder(FLOW)
              .payload("{\"atoms\":" + atoms + "}")
              .priority(new Priority(1))
              .build());
      Executor executor = backend.executor(SLOTS);
      executor.start();
      AwaitCondition.until("the end of all jobs", BOUND, () -> backend.count("QUEUED") == 0);
      AwaitCondition.until("the end of the flow", BOUND, () -> backend.count("RUNNING") == 0);
      executor.stop();
      for (int tag = TAGS - WAITING; tag < TAGS; tag++) {
        backend.postMany(spec("noop", tag), jobs / TAGS);
      }
    }
  }

  /** Returns the id of the flow's job. */
  static String flow(BatonUpProcess up) {
    String filter = DashboardRequests.encoded("action='" + FLOW + "'");
    return up.send("GET", "job?last=1&filter=" + filter, "")
        .path("resources")
        .path(0)
        .path("id")
        .asText();
  }

  private static JobSpec spec(String action, int tag) {
    return JobSpec.builder(action).tags(List.of("tag-" + tag)).build();
  }

  /** Runs a command that prints lines, and returns the id of its job. */
  static String printLines(BatonUpProcess up, int lines) {
    JsonNode posted =
        up.send(
            "POST",
            "job",
            "{\"action\":\"run_command\",\"priority\":1,\"payload\":{\"command\":[\"seq\",\""
                + lines
                + "\"]}}");
    String job = posted.path("resource-id").asText();
    long start = System.nanoTime();
    AwaitCondition.until(
        "the end of the command", BOUND, () -> up.count("id='" + job + "' and ended!=null") == 1);
    double took = ThroughputCommand.seconds(start);
    ThroughputCommand.print(
        "a command printed %,d lines in %.0f s: %,.0f lines/s", lines, took, lines / took);
    return job;
  }

  /** Posts waiting jobs through the API. */
  static void post(BatonUpProcess up, int jobs) {
    for (int i = 0; i < jobs; i++) {
      post(up);
    }
  }

  private static void post(BatonUpProcess up) {
    up.send("POST", "job?unknown-action=allow", "{\"action\":\"noop\"}");
  }

  /** Posts jobs one by one through the API, and returns how many. */
  static int postAtRate(BatonUpProcess up, int perSecond, Duration duration) {
    long start = System.nanoTime();
    int posted = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      post(up);
      posted++;
      AwaitCondition.pause(
          Duration.ofNanos(
              Math.max(0, start + posted * 1_000_000_000L / perSecond - System.nanoTime())));
    }
    return posted;
  }
}
