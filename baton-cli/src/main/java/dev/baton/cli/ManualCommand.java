// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code baton manual}: prints the manual page of a command, or writes all pages. */
@Command(
    footer = {
      "  baton manual executor | man -l -       read the page of a command",
      "  baton manual --all ./man               write the pages of all commands"
    })
final class ManualCommand extends BatonCommand {

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Command, such as job list")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--all",
      paramLabel = "DIR",
      description = "Write the pages of all commands into this folder")
  @Nullable Path folder;

  ManualCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    if (folder == null) {
      context.out().print(ManualPage.of(named(root)));
      context.out().flush();
    } else if (words.isEmpty()) {
      write(root, folder);
    } else {
      throw new InvalidInputException("--all writes every page; remove the command or --all");
    }
    return ExitCode.OK;
  }

  private CommandLine named(CommandLine root) {
    CommandLine found = root;
    for (String word : words) {
      CommandLine next = found.getSubcommands().get(word);
      if (next == null) {
        throw new InvalidInputException(
            "there is no command '"
                + String.join(" ", words)
                + "'; '"
                + found.getCommandSpec().qualifiedName(" ")
                + " --help' lists the commands");
      }
      found = next;
    }
    return found;
  }

  private static void write(CommandLine command, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(ManualPage.name(command) + ".1"), ManualPage.of(command));
    } catch (IOException e) {
      throw new UnavailableException(
          "manual pages cannot be written to '" + folder + "': " + e.getMessage(), e);
    }
    command.getSubcommands().values().forEach(each -> write(each, folder));
  }
}
