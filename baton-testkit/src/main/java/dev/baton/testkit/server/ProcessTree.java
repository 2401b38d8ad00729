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

/** Processes that are ended together. */
final class ProcessTree {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private ProcessTree() {}

  /** Kills all and waits until none runs. */
  static void kill(List<ProcessHandle> all) {
    all.forEach(ProcessHandle::destroyForcibly);
    await("end of " + all)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> all.stream().allMatch(ProcessTree::isGone));
  }

  /** All processes with the text in their command line, and all that these started. */
  static List<ProcessHandle> withCommandLine(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(text))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .distinct()
        .toList();
  }

  /** An orphan that its new parent has not asked for is a zombie: it has ended. */
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
