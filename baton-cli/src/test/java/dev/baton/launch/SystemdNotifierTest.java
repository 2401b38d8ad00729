// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemdNotifierTest {

  @TempDir Path folder;

  /** A program that writes its arguments and its socket to a file, as lines. */
  private Path recorder() throws IOException {
    Path program = folder.resolve("notify");
    Files.writeString(
        program,
        "#!/bin/sh\nprintf '%%s|%%s\\n' \"$NOTIFY_SOCKET\" \"$*\" >>'%s'\n"
            .formatted(folder.resolve("sent")));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private List<String> sent() throws IOException {
    Path file = folder.resolve("sent");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void start_withASocket_sendsReadyWatchdogAndStopping() throws IOException {
    SystemdNotifier notifier =
        SystemdNotifier.of(
            recorder().toString(),
            Map.of("BATON_NOTIFY_SOCKET", "/run/n", "BATON_WATCHDOG_USEC", "300000"),
            "Executor e is ready");
    notifier.start();
    await()
        .untilAsserted(
            () -> assertThat(sent()).filteredOn("/run/n|WATCHDOG=1"::equals).hasSizeGreaterThan(2));
    notifier.stop();
    assertThat(sent())
        .startsWith("/run/n|READY=1 STATUS=Executor e is ready")
        .endsWith("/run/n|STOPPING=1 STATUS=Stopping");
  }

  @Test
  void start_withoutASocket_sendsNothing() throws IOException {
    SystemdNotifier notifier =
        SystemdNotifier.of(recorder().toString(), Map.of("BATON_WATCHDOG_USEC", "300000"), "ready");
    notifier.start();
    notifier.stop();
    assertThat(sent()).isEmpty();
  }

  @Test
  void start_withoutTheProgram_doesNotFail() {
    SystemdNotifier notifier =
        SystemdNotifier.of(
            folder.resolve("absent").toString(), Map.of("BATON_NOTIFY_SOCKET", "/run/n"), "ready");
    notifier.start();
    notifier.stop();
    assertThat(folder.resolve("absent")).doesNotExist();
  }
}
