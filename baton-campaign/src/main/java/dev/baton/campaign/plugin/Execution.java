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
import java.util.Objects;
import java.util.UUID;

/** One call of an action or of an atom's method, which writes what it does to the ledger. */
record Execution(String job, int attempt, long token, String name, String atom) {

  /** Names the folder of the ledgers. */
  static final String LEDGERS = "CAMPAIGN_LEDGERS";

  /** The ledger of this process, made with the first entry. */
  private static final class Ledger {
    static final LedgerFile FILE = open();

    private static LedgerFile open() {
      try {
        return LedgerFile.create(
            Path.of(Objects.requireNonNull(System.getenv(LEDGERS), LEDGERS + " is not set")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static Execution of(JobRun run) {
    return new Execution(
        run.job().id().toString(),
        run.attempt(),
        run.fencingToken(),
        UUID.randomUUID().toString(),
        LedgerEntry.NO_ATOM);
  }

  /** The key of an atom starts with the id of its job. */
  static Execution of(AtomContext atom) {
    return of(atom, atom.idempotencyKey());
  }

  static Execution of(AtomContext atom, String key) {
    String[] parts = key.split("/");
    return new Execution(
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
      Ledger.FILE.append(entry);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }
}
