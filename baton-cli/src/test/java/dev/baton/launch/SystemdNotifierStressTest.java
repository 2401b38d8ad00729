// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.testkit.service.ServiceStress;
import java.util.Map;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops notifiers of systemd in any order. */
@Isolated("checks the threads of the JVM")
final class SystemdNotifierStressTest extends ServiceStress {

  @Override
  protected Subject create() {
    SystemdNotifier notifier =
        SystemdNotifier.of(
            "true",
            Map.of("BATON_NOTIFY_SOCKET", "/run/n", "BATON_WATCHDOG_USEC", "60000000"),
            "ready");
    return new Subject(notifier, () -> {}, () -> assertNoThreads("systemd-watchdog"));
  }
}
