// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.backend.Backend;
import dev.baton.config.ProcessKind;
import dev.baton.console.CommandContext;
import dev.baton.launch.Backends;
import dev.baton.launch.ProcessOptions;
import java.time.Duration;
import java.util.List;

/** Checks that an executor or distributor reaches its server and can log in. */
record CheckServer(ProcessKind process, ProcessOptions options, CommandContext context) {

  private static final Duration RECENTLY = Duration.ofMinutes(1);

  List<CheckResult> run() {
    if (options.backend().store() != null) {
      return List.of();
    }
    try (Backend backend = Backends.worker(options, context)) {
      // The backend logs in with its first call, which a user without the rights may not make.
      if (process == ProcessKind.DISTRIBUTOR) {
        backend.distributions().all();
      } else {
        backend.memberRegistry().members(RECENTLY);
      }
      return List.of(
          CheckResult.ok("server", backend.description() + " answers and accepts the login"));
    }
  }
}
