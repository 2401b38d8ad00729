// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton plugin}. */
@Command(
    name = "plugin",
    footerHeading = "%nExamples:%n",
    footer = {"  baton plugin list", "  baton plugin list --plugins ./plugins"})
final class PluginCommand extends BatonCommand implements Commands.Group {

  PluginCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            "Commands", "list", "List plugins and what they bring", PluginList::new));
  }
}
