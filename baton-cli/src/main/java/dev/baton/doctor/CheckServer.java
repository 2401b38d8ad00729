// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.backend.Backend;
import dev.baton.console.CommandContext;
import dev.baton.launch.Backends;
import dev.baton.launch.ProcessOptions;
import java.util.List;

/** Checks that an executor or distributor reaches its server and can log in. */
record CheckServer(ProcessOptions options, CommandContext context) {

  List<CheckResult> run() {
    if (options.backend().endpoint() == null) {
      return List.of();
    }
    try (Backend backend = Backends.worker(options, context)) {
      return List.of(
          CheckResult.ok("server", backend.description() + " answers and accepts the login"));
    }
  }
}
