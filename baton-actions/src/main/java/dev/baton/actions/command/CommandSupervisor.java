// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.actions.processengine.ProgramLookup;
import dev.baton.engine.ScriptResource;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prepares the processes of commands: each in a session of its own, so that the command and its
 * descendants can be signalled, and waiting for a line from Baton before the command runs. Without
 * {@code setsid} on the machine, commands run without a session, and Baton reaches only those
 * descendants that it can find.
 */
final class CommandSupervisor {
  private static final Optional<Path> SETSID = ProgramLookup.findOnSystemPath("setsid");
  private static final Optional<Path> SHELL = ProgramLookup.findOnSystemPath("sh");
  private static final String SCRIPT =
      ScriptResource.read(CommandSupervisor.class, "start-command.sh");

  private CommandSupervisor() {}

  static boolean isAvailable() {
    return SETSID.isPresent() && SHELL.isPresent();
  }

  /**
   * Returns a shell in a session of its own.
   *
   * @param arguments the script, and its arguments from {@code $0} on
   */
  static ProcessBuilder shell(List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(SETSID.orElseThrow().toString(), SHELL.orElseThrow().toString(), "-c"));
    words.addAll(arguments);
    return new ProcessBuilder(words);
  }

  static ProcessBuilder builder(CommandProcess.Start start, CommandInputFile input) {
    List<String> words = new ArrayList<>();
    words.add(start.program().toString());
    words.addAll(start.words().subList(1, start.words().size()));
    ProcessBuilder builder =
        isAvailable()
            ? waiting(words, input)
            : new ProcessBuilder(words).redirectInput(file(input));
    builder.directory(start.dir().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    return builder;
  }

  private static ProcessBuilder waiting(List<String> program, CommandInputFile input) {
    List<String> arguments = new ArrayList<>(List.of(SCRIPT, "baton-command"));
    arguments.add(input.path() == null ? "" : input.path().toString());
    arguments.addAll(program);
    return shell(arguments);
  }

  private static File file(CommandInputFile input) {
    return input.path() == null ? new File("/dev/null") : input.path().toFile();
  }
}
