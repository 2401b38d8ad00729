// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton apikey}. */
@Command(
    name = "apikey",
    footerHeading = "%nExamples:%n",
    footer = {"  baton apikey create --name ci --ttl 90d", "  baton apikey list"})
final class ApiKeyCommand extends BatonCommand implements Commands.Group {

  ApiKeyCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            "Commands",
            "create",
            "Create an API key and show its secret once",
            ApiKeyCommands.Create::new),
        new Commands.Entry("Commands", "list", "List API keys", ApiKeyCommands.ListAll::new),
        new Commands.Entry("Commands", "delete", "Delete an API key", ApiKeyCommands.Delete::new));
  }
}
