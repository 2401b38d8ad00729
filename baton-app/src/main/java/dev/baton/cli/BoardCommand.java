// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton board}. */
@Command(
    name = "board",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton board list        what waits, the most urgent first",
      "  baton board restore     make board and store agree now"
    })
final class BoardCommand extends BatonCommand implements Commands.Group {

  BoardCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            "Commands",
            "list",
            "List what waits or is claimed, in order",
            LookCommands.BoardList::new),
        new Commands.Entry(
            "Commands",
            "restore",
            "Make board and job store agree",
            LookCommands.BoardRestore::new));
  }
}
