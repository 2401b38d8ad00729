// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton context}. */
@Command(
    name = "context",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton context add prod --endpoint https://baton.example.org --api-key credential/…",
      "  baton context use prod                    commands now talk to it",
      "  baton job list --context staging          this command alone talks to another"
    })
final class ContextCommand extends BatonCommand implements Commands.Group {

  private static final String GROUP = "Commands";

  ContextCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            GROUP, "list", "List contexts, and the servers that run here", ContextList::new),
        new Commands.Entry(
            GROUP, "use", "Choose the context that commands use", ContextChanges.Use::new),
        new Commands.Entry(GROUP, "add", "Add a context", ContextChanges.Add::new),
        new Commands.Entry(GROUP, "remove", "Remove contexts", ContextChanges.Remove::new));
  }
}
