// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.TextTable;
import dev.baton.console.TimeText;
import dev.baton.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code baton job flow}: shows the atoms of a job's flow and their steps. */
@Command(
    footer = {
      "  baton job flow d3a69151                 its atoms and every step they took",
      "  baton job flow d3a69151 --steps 0       only its atoms",
      "  baton show d3a69151 --watch             its atoms, live"
    })
final class JobFlowCommand extends JobReadCommands.OneJobCommand {

  private static final int PAGE = 1_000;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps to show at most, from the first (default: 1000)")
  int steps = PAGE;

  // Whether the flow has more steps than the command shows. Set when the steps are requested.
  private boolean more;

  JobFlowCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
    JsonNode flow = apiClient.get(path + "/flow");
    ArrayNode all = ApiClient.JSON.createArrayNode();
    while (all.size() < steps) {
      JsonNode page = page(apiClient, path, all.size() + 1, Math.min(steps, all.size() + PAGE));
      page.path("steps").forEach(all::add);
      more = page.path("more").asBoolean();
      if (!more) {
        break;
      }
    }
    return ((ObjectNode) flow).set("steps", all);
  }

  @Override
  void printAnswer(JsonNode flow) {
    head(flow);
    print(atoms(flow));
    printSteps(flow.path("steps"));
  }

  private JsonNode page(ApiClient apiClient, String path, int first, int last)
      throws InterruptedException {
    return apiClient.get(path + "/flow/steps", Map.of("first", "" + first, "last", "" + last));
  }

  private void head(JsonNode flow) {
    String text =
        flow.path("resource-id").asText()
            + " is "
            + style().state(flow.path("job-state").asText())
            + ", its flow '"
            + flow.path("flow").asText()
            + "' is "
            + style().state(flow.path("state").asText());
    String note = times().inZone(flow.path("note").asText(""));
    print(note.isEmpty() ? text : text + ": " + note);
    if (flow.has("continues")) {
      print("It continues the flow of " + flow.path("continues").asText() + ".");
    }
    if (!flow.path("unsettled").isEmpty()) {
      print(unsettled(flow));
    }
    if (!flow.path("definition-known").asBoolean(true)) {
      print("The server does not know this flow's definition; only stored atoms are shown.");
    }
  }

  private static String unsettled(JsonNode flow) {
    List<String> names =
        flow.path("unsettled").valueStream().map(name -> "'" + name.asText() + "'").toList();
    return "Not reverted: "
        + String.join(", ", names)
        + ". To undo that: baton job revert "
        + flow.path("resource-id").asText();
  }

  private TextTable atoms(JsonNode flow) {
    TextTable textTable =
        new TextTable("ATOM", "STATE", "STARTS", "REVERTS", "TOOK", "SINCE", "NOTE");
    for (JsonNode atom : flow.path("atoms")) {
      int depth = Math.max(0, atom.path("path").size() - 1);
      textTable.add(
          "  ".repeat(depth) + atom.path("name").asText(),
          style().state(atom.path("state").asText()),
          atom.path("starts").asText(),
          atom.path("reverts").asText(),
          AtomText.duration(atom),
          times().age(atom.path("since")),
          AtomText.note(atom, times()));
    }
    return textTable;
  }

  private void printSteps(JsonNode steps) {
    if (steps.isEmpty()) {
      return;
    }
    context.out().println();
    TextTable textTable = new TextTable("WHEN", "WHAT", "NAME", "FROM", "TO", "AFTER");
    Map<String, Instant> since = new HashMap<>();
    for (JsonNode step : steps) {
      Instant at = TimeText.moment(step.path("at")).orElse(Instant.EPOCH);
      Instant before = since.put(step.path("kind").asText() + step.path("name").asText(), at);
      textTable.add(
          times().preciseTime(step.path("at")),
          step.path("kind").asText(),
          step.path("name").asText(),
          style().state(step.path("from").asText()),
          style().state(step.path("to").asText()),
          before == null ? "" : Durations.text(Duration.between(before, at)));
    }
    print(textTable);
    if (more) {
      print("There are more steps; --steps N shows more of them.");
    }
  }
}
