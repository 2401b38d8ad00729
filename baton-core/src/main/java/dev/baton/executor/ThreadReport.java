// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all threads of this process do, virtual ones included. */
final class ThreadReport {

  /** A roster keeps 4 MiB; characters may take more than one byte. */
  private static final int MAX_LENGTH = 2 << 20;

  private ThreadReport() {}

  /**
   * @param head what comes before the threads
   */
  static String of(String head) {
    StringBuilder text = new StringBuilder(head).append('\n');
    try {
      appendDump(text);
    } catch (IOException | RuntimeException e) {
      text.append("the threads cannot be dumped: ").append(e).append('\n');
    }
    return text.toString();
  }

  private static void appendDump(StringBuilder text) throws IOException {
    Path directory = Files.createTempDirectory("baton-threads");
    // The dump must go to a file that does not exist.
    Path file = directory.resolve("threads.txt");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(
              file.toAbsolutePath().toString(),
              HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
      appendFile(text, file);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static void appendFile(StringBuilder text, Path file) throws IOException {
    char[] buffer = new char[8192];
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int read = reader.read(buffer);
      while (read >= 0 && text.length() < MAX_LENGTH) {
        text.append(buffer, 0, read);
        read = reader.read(buffer);
      }
      if (read >= 0) {
        text.append("\n... cut: the dump is longer\n");
      }
    }
  }
}
