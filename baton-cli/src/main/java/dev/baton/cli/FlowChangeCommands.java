// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommands of {@code baton job} that act on the flows of jobs. */
final class FlowChangeCommands {

  private FlowChangeCommands() {}

  /** The command {@code baton job preview-cancel}: shows which reverts a cancel would run. */
  @Command(
      footerHeading = "%nNothing is changed.%n%nExamples:%n",
      footer = "  baton job preview-cancel d3a69151")
  static final class PreviewCancel extends JobReadCommands.OneJobCommand {
    PreviewCancel(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.get(path + "/preview-cancel");
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(sentence(answer.path("message").asText()));
      TextTable textTable = new TextTable("#", "ATOM", "REVERT");
      int number = 0;
      for (JsonNode revert : answer.path("reverts")) {
        boolean does = revert.path("has-revert").asBoolean();
        textTable.add(
            String.valueOf(++number),
            revert.path("atom").asText(),
            does ? "runs" : style().red("none: its effect stays"));
      }
      if (!textTable.isEmpty()) {
        print(textTable);
      }
    }

    private static String sentence(String text) {
      return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
  }

  /** A command that posts a job that continues a flow. It prints only the id of that job. */
  abstract static class ContinueFlowCommand extends JobReadCommands.OneJobCommand {
    ContinueFlowCommand(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    final void printAnswer(JsonNode answer) {
      print(answer.path("resource-id").asText());
    }

    @Override
    final boolean changes() {
      return true;
    }
  }

  /**
   * The command {@code baton job rerun}: posts a job that runs the flow of a final job again, from
   * a given atom.
   */
  @Command(
      footerHeading =
          "%nA new job keeps the results of the atoms before ATOM and executes the others again."
              + " The command prints the new job's id.%n%nExamples:%n",
      footer = {
        "  baton job flow d3a69151                shows the atoms of the flow",
        "  baton job rerun d3a69151 --from boot     boot, and all that follows it"
      })
  static final class Rerun extends ContinueFlowCommand {
    @Option(names = "--from", paramLabel = "ATOM", required = true, description = "First atom")
    String from = "";

    Rerun(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.post(path + "/rerun", ApiClient.JSON.createObjectNode().put("from", from));
    }
  }

  /** The command {@code baton job revert}: posts a job that reverts the flow of a final job. */
  @Command(
      footerHeading =
          "%nA new job reverts all atoms whose effects remain, also atoms whose revert failed. The"
              + " command prints the new job's id.%n%nExamples:%n",
      footer = {
        "  baton job preview-cancel d3a69151       what would be undone",
        "  baton job revert d3a69151"
      })
  static final class Revert extends ContinueFlowCommand {
    Revert(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.post(path + "/revert", null);
    }
  }
}
