// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The wall clock of some processes, controlled by a file: in Baton's processes by an agent, in
 * databases by libfaketime. Monotonic clocks do not change. A change reaches the processes within a
 * second.
 */
public final class FileClock {

  private static final Path FOLDER = Path.of("/usr/lib/x86_64-linux-gnu/faketime");
  private static final List<String> LIBRARIES = List.of("libfaketimeMT.so.1", "libfaketime.so.1");

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Pattern REMAINS =
      Pattern.compile("(?:faketime_shm_|sem\\.faketime_sem_)(\\d+)");

  private FileClock() {}

  /** Whether libfaketime is installed. */
  static boolean isPossible() {
    return LIBRARIES.stream().anyMatch(name -> Files.exists(FOLDER.resolve(name)));
  }

  /** The environment variables that make a process read its clock's shift from the file. */
  static Map<String, String> environment(Path file) {
    String library =
        LIBRARIES.stream()
            .map(FOLDER::resolve)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("libfaketime is not installed"))
            .toString();
    move(file, 0);
    return Map.of(
        "LD_PRELOAD",
        library,
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  /** Moves the clock to this number of seconds after the true time; negative for before. */
  public static void move(Path file, long seconds) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the shared memory that the library left for these processes, which were killed. */
  static void removeRemains(Set<Long> pids) {
    try (Stream<Path> files = Files.list(SHARED_MEMORY)) {
      for (Path file : files.filter(file -> isOf(pids, file)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOf(Set<Long> pids, Path file) {
    Matcher name = REMAINS.matcher(file.getFileName().toString());
    return name.matches() && pids.contains(Long.parseLong(name.group(1)));
  }
}
