// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger of one process. Each line is passed to the operating system immediately, so that it
 * survives the death of the process.
 */
public final class LedgerFile {

  private static final String SUFFIX = ".ledger";

  // Not a channel, because an interrupt of a thread that writes to a channel closes it for all
  // threads.
  private final OutputStream file;

  private LedgerFile(OutputStream file) {
    this.file = file;
  }

  /** Makes a new file in the folder. */
  public static LedgerFile create(Path folder) throws IOException {
    String name = ProcessHandle.current().pid() + "-" + System.nanoTime() + SUFFIX;
    return new LedgerFile(new FileOutputStream(folder.resolve(name).toFile()));
  }

  /** Appends one entry, even if the calling thread is interrupted. */
  public synchronized void append(LedgerEntry entry) throws IOException {
    file.write((entry.line() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** All entries of all ledgers of a folder, in no particular order. */
  public static List<LedgerEntry> readAll(Path folder) throws IOException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        Files.readString(file)
            .lines()
            .forEach(line -> LedgerEntry.parse(line).ifPresent(entries::add));
      }
    }
    return entries;
  }
}
