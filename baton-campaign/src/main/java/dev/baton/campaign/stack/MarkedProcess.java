// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds processes of a campaign by an environment variable, which their children inherit.
 *
 * @param pid the process id
 * @param command its command line
 */
public record MarkedProcess(long pid, String command) {

  /** All processes whose environment has exactly this entry. */
  public static List<MarkedProcess> all(String variable, String value) {
    String mark = variable + "=" + value;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> List.of(read(process.resolve("environ")).split("\0")).contains(mark))
          .map(process ->
              new MarkedProcess(
                  Long.parseLong(process.getFileName().toString()),
                  read(process.resolve("cmdline")).replace('\0', ' ')))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an empty text if the process has ended or belongs to another user. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
