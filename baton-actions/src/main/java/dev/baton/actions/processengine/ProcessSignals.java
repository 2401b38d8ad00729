// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Sends signals to the processes of a program. */
final class ProcessSignals {

  private static final Optional<Path> SHELL = ProgramLookup.findOnSystemPath("sh");

  private static final String TERM = "kill -s TERM -- \"-$0\" 2>/dev/null; exit 0";
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private ProcessSignals() {}

  /** Sends TERM to the process group of a program. */
  static void terminate(ProcessIdentity program) throws IOException {
    send(TERM, program);
  }

  /** Kills all processes in the session of a program. */
  static void kill(ProcessIdentity program) {
    new SessionProcesses(Set.of(program.pid())).killAll();
  }

  private static void send(String script, ProcessIdentity program) throws IOException {
    Path shell = SHELL.orElseThrow(() -> new IOException("the program sh does not exist"));
    Process process =
        ProcessStarter.start(
            new ProcessBuilder(shell.toString(), "-c", script, String.valueOf(program.pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    if (!ProcessExit.of(process).surelyWithin(LONGEST)) {
      process.destroyForcibly();
    }
  }
}
