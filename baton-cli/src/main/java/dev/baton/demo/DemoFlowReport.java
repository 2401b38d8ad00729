// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of the demo's flows, computed from the steps in their logbooks. Not thread-safe. */
final class DemoFlowReport {

  private static final int PAGE = 1000;

  private final Map<String, JsonNode> jobs = new HashMap<>();
  private final Map<String, List<JsonNode>> steps = new HashMap<>();

  /**
   * @param all documents of all jobs, including jobs without a flow
   */
  static DemoFlowReport fromDocuments(ApiClient apiClient, List<JsonNode> all)
      throws InterruptedException {
    DemoFlowReport report = new DemoFlowReport();
    for (JsonNode job : all) {
      if (DemoJobReport.has(job, DemoFlows.LONG) || DemoJobReport.has(job, DemoFlows.FAILING)) {
        String id = job.path("id").asText();
        report.jobs.put(id, job);
        Map<String, String> window = Map.of("last", String.valueOf(PAGE));
        JsonNode page = apiClient.get(id + "/flow/steps", window);
        report.steps.put(id, page.path("steps").valueStream().toList());
      }
    }
    return report;
  }

  /**
   * Flows that two executors completed together: the killed executor did some steps, and another
   * executor did the remaining steps.
   *
   * @param takeOvers the time of the takeover of each job, by job id
   */
  List<String> handedOver(Map<String, Instant> takeOvers) {
    List<String> found = new ArrayList<>();
    takeOvers.forEach((id, at) -> {
      if (jobs.containsKey(id) && state(id).equals("SUCCESS") && wasInTheMiddle(id, at)) {
        found.add(id);
      }
    });
    return found;
  }

  /** Flows that failed and whose completed steps are all reverted. */
  List<String> reverted() {
    return jobs.keySet().stream()
        .filter(id -> state(id).equals("FAILED") && lastOfFlow(id).equals("REVERTED"))
        .filter(id -> last(id).values().stream().noneMatch("SUCCESS"::equals))
        .filter(id -> times(id, "SUCCESS") > 0)
        .toList();
  }

  /** Steps that were started again although they had succeeded and had not been reverted. */
  List<String> repeated() {
    List<String> repeated = new ArrayList<>();
    steps.forEach((id, taken) -> {
      Map<String, String> last = new HashMap<>();
      for (JsonNode step : taken) {
        String name = step.path("name").asText();
        String before = last.put(name, step.path("to").asText());
        if ("SUCCESS".equals(before) && step.path("to").asText().equals("RUNNING")) {
          repeated.add(id + " " + name);
        }
      }
    });
    return repeated;
  }

  private boolean wasInTheMiddle(String id, Instant takeOver) {
    List<Boolean> before =
        steps(id).stream()
            .filter(step -> !isOfFlow(step) && step.path("to").asText().equals("SUCCESS"))
            .map(step -> Instant.parse(step.path("at").asText()).isBefore(takeOver))
            .distinct()
            .toList();
    return before.size() == 2;
  }

  private String state(String id) {
    return jobs.getOrDefault(id, ApiClient.JSON.nullNode()).path("state").asText();
  }

  private String lastOfFlow(String id) {
    return steps(id).stream()
        .filter(DemoFlowReport::isOfFlow)
        .reduce((before, last) -> last)
        .map(last -> last.path("to").asText())
        .orElse("");
  }

  /** The latest state of each step. */
  private Map<String, String> last(String id) {
    Map<String, String> last = new HashMap<>();
    for (JsonNode step : steps(id)) {
      if (!isOfFlow(step)) {
        last.put(step.path("name").asText(), step.path("to").asText());
      }
    }
    return last;
  }

  private long times(String id, String state) {
    return steps(id).stream()
        .filter(step -> !isOfFlow(step) && step.path("to").asText().equals(state))
        .count();
  }

  private List<JsonNode> steps(String id) {
    return steps.getOrDefault(id, List.of());
  }

  private static boolean isOfFlow(JsonNode step) {
    return step.path("kind").asText().equals("flow");
  }
}
