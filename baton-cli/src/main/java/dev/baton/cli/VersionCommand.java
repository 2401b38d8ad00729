// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.launch.BatonVersion;
import picocli.CommandLine.Command;

/** The command {@code baton version}: shows the versions of this program and of Java. */
@Command(footer = {"  baton version", "  baton version --output json"})
final class VersionCommand extends OutputCommand {

  VersionCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int run() {
    String java = System.getProperty("java.version") + ", " + System.getProperty("java.vendor");
    if (isJson()) {
      printJson(
          ApiClient.JSON
              .createObjectNode()
              .put("version", BatonVersion.current())
              .put("java", java));
    } else {
      print("baton " + BatonVersion.current());
      print("java  " + java);
    }
    return ExitCode.OK;
  }
}
