// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ends an engine job and removes it. Requests the end of the program by SIGTERM, and kills the
 * program if it does not end.
 */
record RemoveProcessJob(ProcessFiles files, FolderWatch watch, ProcessCgroups cgroups) {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration KILLED = Duration.ofSeconds(5);

  /**
   * Removes the engine job. Returns when it is removed. After an interrupt, the method can be
   * called again.
   */
  void run() throws IOException, InterruptedException {
    // If this call creates the pid file, no shell can start the program any more. If the file
    // exists, a shell has already started the program.
    if (!ProcessFiles.writeFirst(files.pid(), "") && !Files.exists(files.exit())) {
      end();
    }
    files.remove();
    cgroups.remove(files.name());
  }

  /**
   * Requests the end of the program by SIGTERM, and kills the program if it does not end. Returns
   * when the program has ended.
   */
  void end() throws IOException, InterruptedException {
    if (isLeft(GRACE, false) && isLeft(KILLED, true)) {
      throw new IOException("the program of engine job '" + files.name() + "' cannot be killed");
    }
  }

  /**
   * Sends the signal to the program and waits for its end. Returns false if the program has ended.
   */
  private boolean isLeft(Duration time, boolean kill) throws IOException, InterruptedException {
    Semaphore changed = new Semaphore(0);
    try (var registered = watch.follow(files.name(), changed)) {
      long left = time.toMillis();
      boolean sent = false;
      while (left > 0) {
        Optional<ProcessIdentity> program = ProcessIdentity.read(files.program());
        boolean runs = program.isPresent() && program.get().isAlive();
        if (!isSupervised() || Files.exists(files.exit())) {
          if (runs) {
            ProcessSignals.kill(program.get());
          }
          return false;
        }
        if (runs && !sent) {
          sent = true;
          signal(program.get(), kill);
        }
        left -= TICK;
        changed.tryAcquire(TICK, TimeUnit.MILLISECONDS);
        changed.drainPermits();
      }
      return true;
    }
  }

  private static final long TICK = 100;

  private static void signal(ProcessIdentity program, boolean kill) throws IOException {
    if (kill) {
      ProcessSignals.kill(program);
    } else {
      ProcessSignals.terminate(program);
    }
  }

  private boolean isSupervised() throws IOException {
    Optional<ProcessIdentity> supervisor = ProcessIdentity.read(files.pid());
    return supervisor.isPresent() && supervisor.get().isAlive();
  }
}
