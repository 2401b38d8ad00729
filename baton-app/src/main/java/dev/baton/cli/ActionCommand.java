// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton action}. */
@Command(
    name = "action",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton action list                 what can be posted",
      "  baton action show run_command     its parameters"
    })
final class ActionCommand extends BatonCommand implements Commands.Group {

  ActionCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry("Commands", "list", "List actions", LookCommands.ActionList::new),
        new Commands.Entry(
            "Commands", "show", "Show an action and its parameters", LookCommands.ActionShow::new),
        new Commands.Entry(
            "Commands",
            "forget",
            "Remove an action from those that jobs may be posted for",
            ActionForget::new));
  }
}
