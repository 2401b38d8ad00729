// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code baton action forget}: removes an action from the known actions, so that the
 * server refuses jobs for it.
 */
@Command(
    footer = {
      "  baton action forget resize_image    refuse jobs for it, until a process provides it again",
      "  baton action forget resize_image --force    also if live processes provide it; their",
      "                                              next heartbeat defines it again"
    })
final class ActionForgetCommand extends InstallationCommands.AnswerCommand {

  @Parameters(paramLabel = "ACTION", description = "Name of the action")
  String action = "";

  @Option(
      names = "--force",
      description =
          "Also if live processes provide the action; their next heartbeat defines it again. Not"
              + " for an action that the server itself provides")
  boolean force;

  ActionForgetCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  boolean changes() {
    return true;
  }

  @Override
  JsonNode request(ApiClient apiClient) throws InterruptedException {
    return apiClient.delete("action/" + ApiClient.encoded(action) + (force ? "?force=true" : ""));
  }

  @Override
  void printAnswer(JsonNode answer) {
    print(
        "Action '"
            + action
            + "' is forgotten: jobs for it are refused until a process that provides the"
            + " action defines it again"
            + (force ? "; live processes do so with their next heartbeat." : "."));
  }
}
