// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The JSON form of a run: one list of figures per scenario, with one element per round and system.
 */
final class PeersJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PeersJson() {}

  static String of(PeersReport report) {
    ObjectNode document = JSON.createObjectNode();
    document
        .put("command", report.command())
        .put("started", report.started())
        .put("machine", report.machine())
        .put("postgres", report.postgres())
        .put("postgresSettings", PeersDatabase.SETTINGS)
        .put("commitMillis", rounded(report.commitMillis()))
        .put("load", report.loadBefore());
    systems(document.putArray("systems"), report.options());
    for (PeerScenario scenario : PeerScenario.values()) {
      figures(document.putArray(scenario.word()), scenario, report.results());
    }
    gaps(document.putArray("notMeasured"), report.results().notMeasured());
    gaps(document.putArray("failures"), report.results().failures());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void systems(ArrayNode list, PeersOptions options) {
    for (PeerSystem peerSystem : options.systems()) {
      named(list.addObject(), peerSystem)
          .put("version", peerSystem.version())
          .put("settings", peerSystem.settings());
    }
  }

  private static void figures(ArrayNode list, PeerScenario scenario, PeerResults results) {
    for (PeerFigure figure : results.of(PeerFigure.class, scenario)) {
      ObjectNode node = named(list.addObject(), figure.peerSystem()).put("round", figure.round());
      switch (figure) {
        case PeerFigure.Run run -> run(node, run);
        case PeerFigure.Post post -> post(node, post);
        case PeerFigure.Start start -> start(node, start);
      }
    }
  }

  private static void run(ObjectNode node, PeerFigure.Run run) {
    node.put("work", run.peerSystem().possible(run.scenario().jobWork()).toString())
        .put("executors", run.executors())
        .put("backlog", run.backlog());
    costs(node, "jobsPerSecond", run.costs());
    node.put("postsPerSecond", rounded(run.post().jobsPerSecond()))
        .put("postCpuMicrosPerJob", rounded(run.post().cpuMicrosPerJob()))
        .put("postWalBytesPerJob", rounded(run.post().walBytesPerJob()));
  }

  private static void post(ObjectNode node, PeerFigure.Post post) {
    node.put("mode", post.clients() == 0 ? "bulk" : "single").put("clients", post.clients());
    costs(node, "postsPerSecond", post.costs());
  }

  private static void start(ObjectNode node, PeerFigure.Start start) {
    node.put("jobs", start.jobs())
        .put("p50Millis", rounded(start.p50Millis()))
        .put("p99Millis", rounded(start.p99Millis()))
        .put("maxMillis", rounded(start.maxMillis()))
        .put("load", start.load());
  }

  private static void costs(ObjectNode node, String rate, Costs costs) {
    node.put("jobs", costs.jobs())
        .put("seconds", rounded(costs.seconds()))
        .put(rate, rounded(costs.jobsPerSecond()))
        .put("cpuMicrosPerJob", rounded(costs.cpuMicrosPerJob()))
        .put("jvmCpuMicrosPerJob", rounded(costs.jvmMicrosPerJob()))
        .put("databaseCpuMicrosPerJob", rounded(costs.databaseMicrosPerJob()))
        .put("walBytesPerJob", rounded(costs.walBytesPerJob()))
        .put("load", costs.load())
        .put("otherCores", rounded(costs.otherCores()));
  }

  private static void gaps(ArrayNode list, List<PeerResults.Gap> gaps) {
    for (PeerResults.Gap gap : gaps) {
      named(list.addObject().put("scenario", gap.scenario().word()), gap.peerSystem())
          .put("reason", gap.reason());
    }
  }

  private static ObjectNode named(ObjectNode node, PeerSystem peerSystem) {
    return node.put("system", peerSystem.system()).put("variant", peerSystem.variant());
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
