// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.plugin;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerFile;
import dev.baton.flow.AtomContext;
import dev.baton.plugin.JobRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One call of an action or of an atom's method, which records its events in the ledger. */
record RecordedExecution(String job, int attempt, long token, String name, String atom) {

  /** The environment variable with the folder of the ledgers. */
  static final String LEDGERS = "CAMPAIGN_LEDGERS";

  /** The ledger of this process, created with the first entry. */
  private static final class ProcessLedger {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    // Not created in a static initializer: a failure there would disable the class permanently, and
    // a fault can take all file descriptors of this process for some seconds. Guarded by the lock
    // of this class.
    private static @Nullable LedgerFile file;

    /**
     * Returns the ledger. Waits while the file cannot be created, even if the thread is
     * interrupted.
     */
    static synchronized LedgerFile file() throws IOException {
      boolean interrupted = false;
      long end = System.nanoTime() + TIMEOUT.toNanos();
      try {
        while (file == null) {
          try {
            file = LedgerFile.create(folder());
          } catch (IOException e) {
            if (System.nanoTime() - end > 0) {
              throw e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            interrupted |= Thread.interrupted();
          }
        }
        return file;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private static Path folder() {
      return Path.of(Objects.requireNonNull(System.getenv(LEDGERS), LEDGERS + " is not set"));
    }
  }

  static RecordedExecution of(JobRun run) {
    return new RecordedExecution(
        run.job().id().toString(),
        run.attempt(),
        run.fencingToken(),
        UUID.randomUUID().toString(),
        LedgerEntry.NO_ATOM);
  }

  /** Uses the idempotency key of the atom, which starts with the id of its job. */
  static RecordedExecution of(AtomContext atom) {
    return of(atom, atom.idempotencyKey());
  }

  static RecordedExecution of(AtomContext atom, String key) {
    String[] parts = key.split("/");
    return new RecordedExecution(
        parts[0] + "/" + parts[1], atom.attempt(), atom.fencingToken(), key, atom.atom());
  }

  void record(LedgerEntry.Kind kind) {
    LedgerEntry entry =
        new LedgerEntry(
            kind,
            System.nanoTime(),
            System.currentTimeMillis(),
            ProcessHandle.current().pid(),
            job,
            attempt,
            token,
            name,
            atom);
    try {
      ProcessLedger.file().append(entry);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }
}
