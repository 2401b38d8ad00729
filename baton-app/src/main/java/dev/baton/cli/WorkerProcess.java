// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;
import dev.baton.console.CommandContext;
import dev.baton.error.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@code baton executor} and {@code baton distributor}, from start to end. */
final class WorkerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private WorkerProcess() {}

  static void runExecutor(ProcessCommand command, ProcessOptions options) {
    try (Telemetry telemetry = new Telemetry(options.statsd());
        ProcessWiring processWiring = open(command, options)) {
      processWiring.addExecutor(processWiring.runService(), telemetry.listener());
      run(command, processWiring, "Executor " + options.name() + " is ready");
    }
  }

  static void runDistributor(ProcessCommand command, ProcessOptions options) {
    try (ProcessWiring processWiring = open(command, options)) {
      processWiring.checkMayDistribute();
      processWiring.addDistributor(processWiring.jobService());
      run(command, processWiring, "Distributor " + options.name() + " is ready");
    }
  }

  /**
   * Sends one request to the servers of the backend, so that a wrong address or password is
   * reported immediately.
   */
  static ProcessWiring open(ProcessCommand command, ProcessOptions options) {
    WaitForBackend wait = new WaitForBackend(options, command.context.clock());
    Backend backend = wait.open(() -> checked(options, command.context));
    try {
      return wait.open(() -> new ProcessWiring(options, backend, command.context));
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Backend checked(ProcessOptions options, CommandContext commandContext) {
    Backend backend = Backends.worker(options, commandContext);
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
      // Nuvla's processes start together with its servers, and would restart again and again until
      // the servers answer. Therefore such a process waits for the servers instead of ending.
      if (!options.usesNuvlaServer() || options.pull() != null) {
        throw e;
      }
      LOG.warn(
          "process={} starts although its servers do not answer, and keeps trying: {}",
          options.name(),
          e.getMessage());
    }
  }

  private static void run(ProcessCommand command, ProcessWiring processWiring, String ready) {
    processWiring.start();
    command.ready(ready);
    new ShutdownSignals().awaitStop(processWiring::endGracePeriod);
  }
}
