// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sends signals to all processes of a session, which Java cannot do. */
final class ProcessSignals {

  private static final Optional<Path> SHELL = ProgramLookup.findOnSystemPath("sh");

  /**
   * The script that kills the processes of a session. The script finds them by the number of the
   * session, which is the process number of the program. It kills the process group of the program
   * last, so that no other process can get this number before.
   */
  private static final String KILL =
      """
      for stat in /proc/[0-9]*/stat; do
        { read -r fields <"$stat"; } 2>/dev/null || continue
        process=${fields%% *}
        leader=$0
        set -- ${fields##*) }
        if [ "$4" = "$leader" ] && [ "$3" != "$leader" ]; then
          kill -s KILL "$process" 2>/dev/null
        fi
      done
      kill -s KILL -- "-$0" 2>/dev/null
      exit 0
      """;

  private static final String TERM = "kill -s TERM -- \"-$0\" 2>/dev/null; exit 0";
  private static final int SECONDS = 10;

  private ProcessSignals() {}

  /** Sends TERM to the process group of a program. */
  static void terminate(ProcessIdentity program) throws IOException {
    send(TERM, program);
  }

  /** Kills all processes in the session of a program. */
  static void kill(ProcessIdentity program) throws IOException {
    send(KILL, program);
  }

  private static void send(String script, ProcessIdentity program) throws IOException {
    Path shell = SHELL.orElseThrow(() -> new IOException("the program sh does not exist"));
    Process process =
        new ProcessBuilder(List.of(shell.toString(), "-c", script, String.valueOf(program.pid())))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      // The shell finishes its work although this thread does not wait for it.
      Thread.currentThread().interrupt();
    }
  }
}
