// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.engine.Programs;
import dev.baton.engine.ShellScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shell script that stands between Baton and a command, so that the command with all that it
 * starts can be signalled, and ends when Baton is killed. Where there is no {@code setsid},
 * commands run without it and only those descendants are reached that can be found.
 */
final class Supervisor {
  private static final Optional<Path> SETSID = Programs.ofSystem("setsid");
  private static final Optional<Path> SHELL = Programs.ofSystem("sh");
  private static final String SCRIPT = ShellScript.read(Supervisor.class, "supervise.sh");

  private Supervisor() {}

  static boolean isPresent() {
    return SETSID.isPresent() && SHELL.isPresent();
  }

  static ProcessBuilder builder(CommandProcess.Start start, InputFile input) {
    ProcessBuilder builder = new ProcessBuilder(words(start, input));
    builder.directory(start.dir().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    if (!isPresent()) {
      Path file = input.path() == null ? Path.of("/dev/null") : input.path();
      builder.redirectInput(file.toFile());
    }
    return builder;
  }

  private static List<String> words(CommandProcess.Start start, InputFile input) {
    List<String> words = new ArrayList<>();
    if (isPresent()) {
      words.addAll(
          List.of(SETSID.get().toString(), SHELL.get().toString(), "-c", SCRIPT, "baton-command"));
      words.add(input.path() == null ? "" : input.path().toString());
    }
    words.add(start.program().toString());
    words.addAll(start.words().subList(1, start.words().size()));
    return words;
  }
}
