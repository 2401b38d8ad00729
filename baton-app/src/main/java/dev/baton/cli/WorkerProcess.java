// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;

/** {@code baton executor} and {@code baton distributor}, from their start to their end. */
final class WorkerProcess {

  private WorkerProcess() {}

  static void runExecutor(ProcessCommand command, ProcessOptions options) {
    try (Telemetry telemetry = new Telemetry(options.statsd());
        Wiring wiring = open(command, options)) {
      wiring.addExecutor(wiring.desk(), telemetry.listener());
      run(command, wiring, "Executor " + options.name() + " is ready");
    }
  }

  static void runDistributor(ProcessCommand command, ProcessOptions options) {
    try (Wiring wiring = open(command, options)) {
      wiring.addDistributor(wiring.desk());
      run(command, wiring, "Distributor " + options.name() + " is ready");
    }
  }

  /** Asks the servers behind once, so that a wrong address or password is told at once. */
  private static Wiring open(ProcessCommand command, ProcessOptions options) {
    Backend backend = Backends.worker(options, command.context);
    try {
      backend.check();
      return new Wiring(options, backend, command.context);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static void run(ProcessCommand command, Wiring wiring, String ready) {
    wiring.start();
    command.ready(ready);
    new Lifetime().await(wiring::hurry);
  }
}
