// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Finds and kills processes together with their descendants. */
final class ProcessTree {

  private static final Duration BOUND = Duration.ofMinutes(4);

  private ProcessTree() {}

  /** Kills all processes and waits until none runs. */
  static void kill(List<ProcessHandle> all) {
    all.forEach(ProcessHandle::destroyForcibly);
    await("end of " + all)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> all.stream().allMatch(ProcessTree::isGone));
  }

  /** Returns all processes whose command line contains the text, and all their descendants. */
  static List<ProcessHandle> withCommandLine(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(text))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .distinct()
        .toList();
  }

  /**
   * Whether a process has ended. An ended orphan remains a zombie until its new parent reaps it.
   */
  private static boolean isGone(ProcessHandle process) {
    return !process.isAlive() || proc(process, "stat").matches("(?s).*\\) [ZX] .*");
  }

  private static String commandLine(ProcessHandle process) {
    return proc(process, "cmdline").replace('\0', ' ');
  }

  private static String proc(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
    } catch (IOException e) {
      return "";
    }
  }
}
