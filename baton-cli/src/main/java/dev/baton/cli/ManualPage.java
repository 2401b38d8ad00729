// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Writes the help of a command as a manual page, in the language of man. */
final class ManualPage {

  private ManualPage() {}

  /** The name of the page, such as {@code baton-job-list}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** The page. It contains no date, so that two builds of one version are equal. */
  static String of(CommandLine command) {
    CommandLine.Help help = new CommandLine.Help(command.getCommandSpec(), Ansi.OFF);
    StringBuilder page = new StringBuilder();
    page.append(
        ".TH \"%s\" 1 \"\" \"Baton\" \"Baton\"%n"
            .formatted(name(command).toUpperCase(Locale.ROOT)));
    section(page, "NAME");
    page.append(escaped(name(command) + " - " + description(help))).append('\n');
    section(page, "SYNOPSIS");
    verbatim(page, help.synopsis(0).strip());
    section(page, "DESCRIPTION");
    for (String key : help.commandSpec().usageMessage().sectionKeys()) {
      CommandLine.IHelpSectionRenderer renderer =
          help.commandSpec().usageMessage().sectionMap().get(key);
      if (renderer != null && isShown(key)) {
        verbatim(page, renderer.render(help));
      }
    }
    if (!command.getSubcommands().isEmpty()) {
      section(page, "SEE ALSO");
      page.append(
              command.getSubcommands().values().stream()
                  .map(each -> ".BR " + escaped(name(each)) + " (1)")
                  .collect(Collectors.joining(",\n")))
          .append('\n');
    }
    return page.toString();
  }

  private static boolean isShown(String key) {
    return !key.equals(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING)
        && !key.equals(UsageMessageSpec.SECTION_KEY_SYNOPSIS);
  }

  private static String description(CommandLine.Help help) {
    String[] lines = help.commandSpec().usageMessage().description();
    String first = lines.length == 0 ? "" : lines[0];
    return first.replace("%n", "").replaceFirst("\\.$", "").replaceFirst("^Baton: ", "");
  }

  private static void section(StringBuilder page, String heading) {
    page.append(".SH ").append(heading).append('\n');
  }

  /** Adds text whose lines and columns stay as they are. */
  private static void verbatim(StringBuilder page, String text) {
    if (text.isBlank()) {
      return;
    }
    page.append(".nf\n");
    text.lines().forEach(line -> page.append(escaped(line)).append('\n'));
    page.append(".fi\n");
  }

  /** A line that begins with a point or an apostrophe would be an instruction to man. */
  private static String escaped(String line) {
    String text = line.replace("\\", "\\e").replace("-", "\\-");
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }
}
