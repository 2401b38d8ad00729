// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton schedule}. */
@Command(
    name = "schedule",
    footerHeading = "%nExamples:%n",
    footer = {"  baton schedule next --cron '30 2 * * *' --zone Europe/Zurich --count 5"})
final class ScheduleCommand extends BatonCommand implements Commands.Group {

  ScheduleCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            "Commands", "next", "Print the next times of a cron expression", ScheduleNext::new));
  }
}
