// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger of one process: each line is handed to the operating system at once, so that it
 * survives the death of the process.
 */
public final class LedgerFile {

  private static final String SUFFIX = ".ledger";

  private final FileChannel channel;

  private LedgerFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes a new file in the folder. */
  public static LedgerFile create(Path folder) throws IOException {
    String name = ProcessHandle.current().pid() + "-" + System.nanoTime() + SUFFIX;
    return new LedgerFile(
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
  }

  /**
   * Appends one entry. An interrupt of the calling thread does not reach the file, which it would
   * close for all threads.
   */
  public synchronized void append(LedgerEntry entry) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      ByteBuffer bytes = ByteBuffer.wrap((entry.line() + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** All entries of all ledgers of a folder, in no order. */
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
