// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;
import dev.baton.error.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code baton executor} and {@code baton distributor}, from their start to their end. */
final class WorkerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private WorkerProcess() {}

  static void runExecutor(ProcessCommand command, ProcessOptions options) {
    try (Telemetry telemetry = new Telemetry(options.statsd());
        Wiring wiring = open(command, options)) {
      wiring.addExecutor(wiring.runs(), telemetry.listener());
      run(command, wiring, "Executor " + options.name() + " is ready");
    }
  }

  static void runDistributor(ProcessCommand command, ProcessOptions options) {
    try (Wiring wiring = open(command, options)) {
      wiring.checkMayDistribute();
      wiring.addDistributor(wiring.desk());
      run(command, wiring, "Distributor " + options.name() + " is ready");
    }
  }

  /** Asks the servers behind once, so that a wrong address or password is told at once. */
  static Wiring open(ProcessCommand command, ProcessOptions options) {
    StoreWait wait = new StoreWait(options, command.context.clock());
    Backend backend = wait.open(() -> checked(options, command.context));
    try {
      return wait.open(() -> new Wiring(options, backend, command.context));
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Backend checked(ProcessOptions options, Context context) {
    Backend backend = Backends.worker(options, context);
    try {
      check(backend, options);
      return backend;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static void check(Backend backend, ProcessOptions options) {
    try {
      backend.check();
    } catch (UnavailableException e) {
      // Nuvla's are started beside its servers and must not end and start in a loop meanwhile.
      if (!options.isBesideNuvla() || options.pull() != null) {
        throw e;
      }
      LOG.warn("process={} starts without its servers: {}", options.name(), e.getMessage());
    }
  }

  private static void run(ProcessCommand command, Wiring wiring, String ready) {
    wiring.start();
    command.ready(ready);
    new Lifetime().await(wiring::hurry);
  }
}
