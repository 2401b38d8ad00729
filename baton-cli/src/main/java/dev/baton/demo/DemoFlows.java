// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.client.JobWaiter;
import dev.baton.error.NotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The flows of the demo and their progress. Some flows are long and lose their executor in the
 * middle; others fail in their last step, so that the earlier steps are reverted. Not thread-safe.
 */
final class DemoFlows {

  /** The tag by which the report of the demo finds the flows that must succeed. */
  static final String LONG = "flow-long";

  /** The tag by which the report of the demo finds the flows that must fail and be reverted. */
  static final String FAILING = "flow-failing";

  /** The number of flows of each kind. */
  static final int OF_EACH = 2;

  private static final int LONG_STEPS = 12;
  private static final int FAILING_STEPS = 4;

  private final ApiClient apiClient;
  private final DemoScreen screen;
  private final Map<String, LastSeen> flows = new LinkedHashMap<>();

  /** The state of a flow at the last reading. */
  private static final class LastSeen {
    final boolean fails;
    String owner = "";
    String text = "waits";
    int done;
    boolean isOver;
    boolean isReverted;

    LastSeen(boolean fails) {
      this.fails = fails;
    }
  }

  DemoFlows(ApiClient apiClient, DemoScreen screen) {
    this.apiClient = apiClient;
    this.screen = screen;
  }

  /** Posts the flows and returns their job ids. */
  Set<String> post() throws InterruptedException {
    ArrayNode documents = ApiClient.JSON.createArrayNode();
    for (int i = 0; i < OF_EACH; i++) {
      documents.add(document(LONG, LONG_STEPS, 1, 0));
      documents.add(document(FAILING, FAILING_STEPS, 0.5, FAILING_STEPS));
    }
    JsonNode posted = apiClient.post("job", documents).path("resources");
    for (int i = 0; i < posted.size(); i++) {
      flows.put(posted.get(i).path("resource-id").asText(), new LastSeen(i % 2 == 1));
    }
    screen.print(
        "posted "
            + OF_EACH
            + " flows of "
            + LONG_STEPS
            + " steps, and "
            + OF_EACH
            + " whose last step fails");
    return new LinkedHashSet<>(flows.keySet());
  }

  /** Reads the flows that have not ended. Prints the changes since the last reading. */
  void refresh() throws InterruptedException {
    for (Map.Entry<String, LastSeen> each : flows.entrySet()) {
      if (!each.getValue().isOver) {
        refresh(each.getKey(), each.getValue());
      }
    }
  }

  /** The names of the executors that are in the middle of a long flow. */
  List<String> ownersOfHalfDoneFlows() {
    return flows.values().stream()
        .filter(flow -> !flow.fails && !flow.isOver && flow.done >= 2 && flow.done < LONG_STEPS - 2)
        .map(flow -> flow.owner)
        .filter(owner -> !owner.isEmpty())
        .distinct()
        .toList();
  }

  /** Whether a long flow has progressed so far that the demo can kill its executor. */
  boolean areHalfDone() {
    return flows.values().stream().anyMatch(flow -> !flow.fails && flow.done >= LONG_STEPS / 2);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    flows.forEach((id, flow) -> lines.add("flow " + brief(id) + ": " + flow.text));
    return lines;
  }

  private void refresh(String id, LastSeen flow) throws InterruptedException {
    JsonNode job = apiClient.get(id);
    JsonNode atoms = atoms(id);
    String owner = job.path("owner").asText("");
    int reverted = count(atoms, "REVERTED") + count(atoms, "REVERTING");
    flow.done = count(atoms, "SUCCESS");
    flow.isOver = JobWaiter.isFinal(job);
    printChanges(id, flow, owner, reverted, atoms);
    flow.owner = owner;
    flow.text = text(flow, atoms.size(), reverted, job.path("state").asText());
  }

  private void printChanges(String id, LastSeen flow, String owner, int reverted, JsonNode atoms) {
    if (!flow.owner.isEmpty() && !owner.isEmpty() && !flow.owner.equals(owner)) {
      screen.print(
          "flow "
              + brief(id)
              + " continues at "
              + owner
              + " with "
              + current(atoms)
              + "; "
              + flow.done
              + " steps were done");
    }
    if (reverted > 0 && !flow.isReverted) {
      flow.isReverted = true;
      screen.print("flow " + brief(id) + " has failed and reverts its steps");
    }
  }

  private static String text(LastSeen flow, int steps, int reverted, String state) {
    String where = flow.owner.isEmpty() ? "" : ", " + flow.owner;
    if (reverted > 0) {
      return "reverted " + reverted + " of " + steps + where;
    }
    return flow.isOver ? state : "step " + (flow.done + 1) + " of " + LONG_STEPS + where;
  }

  /** The atoms of the flow; empty before the flow has started. */
  private JsonNode atoms(String id) throws InterruptedException {
    try {
      return apiClient.get(id + "/flow").path("atoms");
    } catch (NotFoundException e) {
      return ApiClient.JSON.createArrayNode();
    }
  }

  private static String current(JsonNode atoms) {
    return in("RUNNING", atoms)
        .map(atom -> atom.path("name").asText())
        .findFirst()
        .orElse("the next step");
  }

  private static int count(JsonNode atoms, String state) {
    return (int) in(state, atoms).count();
  }

  private static Stream<JsonNode> in(String state, JsonNode atoms) {
    return atoms.valueStream().filter(atom -> atom.path("state").asText().equals(state));
  }

  /** Returns the last group of the id. That is enough to distinguish a few flows. */
  private static String brief(String id) {
    return id.substring(id.lastIndexOf('-') + 1);
  }

  private static ObjectNode document(String tag, int steps, double seconds, int failAt) {
    ObjectNode payload = ApiClient.JSON.createObjectNode();
    payload.put("steps", steps).put("seconds", seconds).put("failAt", failAt);
    ObjectNode job = ApiClient.JSON.createObjectNode().put("action", "dummy_test_flow");
    job.put("payload", payload.toString());
    job.withArray("tags").add(tag);
    return job.put("priority", 1);
  }
}
