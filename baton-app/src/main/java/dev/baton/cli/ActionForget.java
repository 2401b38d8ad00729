// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton action forget}. */
@Command(
    name = "forget",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton action forget resize_image    refuse jobs for it, until a process provides it again",
      "  baton action forget resize_image --force    although live processes have it; they define"
          + " it",
      "                                              again with their next sign of life"
    })
final class ActionForget extends LookCommands.Show {

  @Parameters(paramLabel = "ACTION", description = "Name of the action")
  String action = "";

  @Option(
      names = "--force",
      description =
          "Also if live processes have the action: they define it again with their next sign of"
              + " life. Not for an action that the server itself has")
  boolean force;

  ActionForget(Context context) {
    super(context);
  }

  @Override
  boolean changes() {
    return true;
  }

  @Override
  JsonNode ask(Api api) throws InterruptedException {
    return api.delete("action/" + Api.encoded(action) + (force ? "?force=true" : ""));
  }

  @Override
  void show(JsonNode answer) {
    context
        .out()
        .println(
            "Action '"
                + action
                + "' is forgotten: jobs for it are refused until a process that has the action"
                + " defines it again"
                + (force ? "; live ones do so with their next sign of life." : "."));
  }
}
