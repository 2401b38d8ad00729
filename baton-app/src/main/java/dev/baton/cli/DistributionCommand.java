// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton distribution}. */
@Command(
    name = "distribution",
    footerHeading = "%nExamples:%n",
    footer = {"  baton distribution list     what is posted by the clock, and by whom"})
final class DistributionCommand extends BatonCommand implements Commands.Group {

  DistributionCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            "Commands",
            "list",
            "List distributions, their times and leaders",
            LookCommands.DistributionList::new));
  }
}
