// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status of an engine job from its files. If its supervisor has died, also writes how the
 * engine job ended, because the supervisor can no longer write it.
 */
record ReadProcessStatus(ProcessFiles files, Clock clock) {

  /**
   * How long a new shell may take to write its identity. After this time the shell counts as dead.
   */
  private static final Duration START = Duration.ofSeconds(30);

  private static final String LOST = "lost";

  /** Reads the engine job; empty if it does not exist. */
  Optional<EngineJob> read() throws IOException {
    Optional<ProcessRecord> record = files.read();
    if (record.isEmpty()) {
      return Optional.empty();
    }
    EngineStatus status = status(record.get());
    boolean deleting = isDeleting(record.get());
    if (status.isOver() && !deleting && !Files.exists(files.record())) {
      // The engine job was deleted in the meantime, so its end is the effect of the deletion and
      // not a result.
      return Optional.empty();
    }
    return Optional.of(
        new EngineJob(files.name(), record.get().uid(), record.get().labels(), status, deleting));
  }

  boolean isDeleting(ProcessRecord record) throws IOException {
    return ProcessFiles.textOf(files.deleted()).equals(record.uid());
  }

  private EngineStatus status(ProcessRecord record) throws IOException {
    String exit = ProcessFiles.textOf(files.exit()).strip();
    if (exit.isEmpty() && !isSupervised(record)) {
      // The supervisor may have written the end since the first read.
      exit = ProcessFiles.textOf(files.exit()).strip();
      if (exit.isEmpty()) {
        exit = lose();
      }
    }
    Instant started = ProcessFiles.timeOf(files.program()).orElse(null);
    if (!exit.isEmpty()) {
      return over(exit, started);
    }
    return started == null ? EngineStatus.waiting(null) : EngineStatus.running(started);
  }

  private boolean isSupervised(ProcessRecord record) throws IOException {
    Optional<ProcessIdentity> supervisor = ProcessIdentity.read(files.pid());
    return supervisor.isPresent() ? supervisor.get().isAlive() : isStarting(record.created());
  }

  private boolean isStarting(long created) {
    return clock.now().isBefore(Instant.ofEpochMilli(created).plus(START));
  }

  /**
   * Writes that the engine job is lost, because its supervisor has died and no other process writes
   * its end.
   */
  private String lose() throws IOException {
    // The pid file is written first, so that no shell can start the program afterwards.
    ProcessFiles.writeFirst(files.pid(), "");
    Optional<ProcessIdentity> program = ProcessIdentity.read(files.program());
    if (program.isPresent() && program.get().isAlive()) {
      ProcessSignals.kill(program.get());
    }
    ProcessFiles.writeFirst(files.exit(), LOST);
    return ProcessFiles.textOf(files.exit()).strip();
  }

  private EngineStatus over(String exit, @Nullable Instant started) throws IOException {
    Instant finished = ProcessFiles.timeOf(files.exit()).orElseGet(clock::now);
    Instant start = started != null && started.isAfter(finished) ? finished : started;
    if (exit.equals(LOST)) {
      return EngineStatus.failed(
          EngineReason.LOST,
          null,
          "its supervising process was killed, or the host was restarted; how it ended is unknown",
          start,
          finished);
    }
    int code = Integer.parseInt(exit);
    if (code == 0) {
      return EngineStatus.completed(start, finished);
    }
    String[] cause = ProcessFiles.textOf(files.cause()).strip().split(" ", 2);
    return EngineStatus.failed(reason(code, cause[0]), code, message(code, cause), start, finished);
  }

  private static EngineReason reason(int code, String cause) {
    return switch (cause) {
      case "timeout" -> EngineReason.TIMEOUT;
      case "out-of-memory" -> EngineReason.OUT_OF_MEMORY;
      case "cannot-start" -> EngineReason.CANNOT_START;
      default -> EngineReason.ofExitCode(code);
    };
  }

  private static @Nullable String message(int code, String[] cause) {
    return switch (cause[0]) {
      case "timeout" -> "it took longer than its timeout and was killed";
      case "out-of-memory" -> "it needed more memory than its limit";
      case "cannot-start" -> cause.length > 1 ? cause[1] : "its program cannot be executed";
      default ->
          EngineReason.ofExitCode(code) == EngineReason.SIGNAL
              ? "killed by signal " + (code - EngineReason.SIGNALLED)
              : null;
    };
  }
}
