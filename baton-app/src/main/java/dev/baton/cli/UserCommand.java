// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton user}. */
@Command(
    name = "user",
    footerHeading = "%nExamples:%n",
    footer = {"  baton user add anna", "  baton user list"})
final class UserCommand extends BatonCommand implements Commands.Group {

  UserCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry("Commands", "add", "Add a user", UserCommands.Add::new),
        new Commands.Entry("Commands", "list", "List users", UserCommands.ListAll::new),
        new Commands.Entry("Commands", "passwd", "Change a password", UserCommands.Passwd::new),
        new Commands.Entry("Commands", "delete", "Delete a user", UserCommands.Delete::new));
  }
}
