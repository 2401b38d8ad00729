// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.actions.processengine.ProgramLookup;
import dev.baton.engine.ScriptResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts commands under a shell script, so that the command and its descendants can be signalled,
 * and end when Baton is killed. Without {@code setsid} on the machine, commands run without the
 * script, and Baton reaches only those descendants that it can find.
 */
final class CommandSupervisor {
  private static final Optional<Path> SETSID = ProgramLookup.findOnSystemPath("setsid");
  private static final Optional<Path> SHELL = ProgramLookup.findOnSystemPath("sh");
  private static final String SCRIPT = ScriptResource.read(CommandSupervisor.class, "supervise.sh");

  private CommandSupervisor() {}

  static boolean isAvailable() {
    return SETSID.isPresent() && SHELL.isPresent();
  }

  static ProcessBuilder builder(CommandProcess.Start start, CommandInputFile input) {
    ProcessBuilder builder = new ProcessBuilder(words(start, input));
    builder.directory(start.dir().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    if (!isAvailable()) {
      Path file = input.path() == null ? Path.of("/dev/null") : input.path();
      builder.redirectInput(file.toFile());
    }
    return builder;
  }

  private static List<String> words(CommandProcess.Start start, CommandInputFile input) {
    List<String> words = new ArrayList<>();
    if (isAvailable()) {
      words.addAll(
          List.of(SETSID.get().toString(), SHELL.get().toString(), "-c", SCRIPT, "baton-command"));
      words.add(input.path() == null ? "" : input.path().toString());
    }
    words.add(start.program().toString());
    words.addAll(start.words().subList(1, start.words().size()));
    return words;
  }
}
