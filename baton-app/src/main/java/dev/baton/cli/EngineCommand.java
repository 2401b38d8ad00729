// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton engine}. */
@Command(
    name = "engine",
    footerHeading = "%nExamples:%n",
    footer = {"  baton engine list", "  baton engine check docker"})
final class EngineCommand extends BatonCommand implements Commands.Group {

  EngineCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry("Commands", "list", "List the engines of this machine", EngineList::new),
        new Commands.Entry("Commands", "check", "Ask an engine how it is", EngineCheckUp::new));
  }
}
