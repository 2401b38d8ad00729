// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.config.ServerConnection;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import java.util.List;

/** Gives {@code baton post} the output methods of {@link ClientCommand}, which it cannot extend. */
final class PostOutput extends ClientCommand {
  private final boolean raw;
  private final boolean quiet;

  PostOutput(PostCommand post, CommandContext commandContext) {
    super(commandContext);
    spec = post.spec;
    raw = post.raw;
    quiet = post.quiet;
  }

  @Override
  boolean isRaw() {
    return raw;
  }

  @Override
  void beforeChange(ServerConnection serverConnection) {
    if (!quiet) {
      announceServer(serverConnection);
    }
  }

  @Override
  int run(ApiClient apiClient) {
    return ExitCode.OK;
  }

  /** The arguments after the name of the command. */
  List<String> afterName(List<String> arguments, String name) {
    return arguments.subList(arguments.indexOf(name) + 1, arguments.size());
  }

  void printEnds(List<JsonNode> jobs) {
    if (isJson()) {
      printJson(jobs.size() == 1 ? jobs.getFirst() : ApiClient.JSON.valueToTree(jobs));
    } else if (jobs.size() == 1) {
      context.out().println(JobText.end(jobs.getFirst(), style()));
    } else {
      context.out().println(JobText.summary(jobs, style()));
    }
  }
}
