// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.SessionFile;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@code baton executor} and {@code baton distributor}, from start to end. */
public final class WorkerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private WorkerProcess() {}

  /** Runs until the process is stopped, or until its pull job has ended; returns the exit code. */
  public static int runExecutor(CommandContext commandContext, ProcessOptions options) {
    JobId pull = options.backend().pull();
    if (pull != null) {
      return PullProcess.run(commandContext, options, pull);
    }
    Path sessionFile = options.executor().sessionFile();
    Consumer<String> onSession =
        sessionFile == null ? reference -> {} : new SessionFile(sessionFile)::write;
    try (Telemetry telemetry = Telemetry.of(options, "executor", commandContext.clock());
        ProcessWiring processWiring = open(commandContext, options)) {
      processWiring.traceTo(telemetry.tracer());
      processWiring.addExecutor(processWiring.runService(), telemetry.listener(onSession));
      processWiring.watchClientCertificate(telemetry.registry());
      run(commandContext, processWiring, "Executor " + options.name() + " is ready");
    }
    if (sessionFile != null) {
      new SessionFile(sessionFile).remove();
    }
    return ExitCode.OK;
  }

  /**
   * Ends the board session that a dead executor has left in its session file, so that other
   * executors resume its jobs at once instead of after its lease.
   */
  public static void releaseClaims(CommandContext commandContext, ProcessOptions options) {
    Path path = options.executor().sessionFile();
    if (path == null) {
      throw new InvalidInputException(
          "session-file is not set; name the file that the executor was started with");
    }
    SessionFile sessionFile = new SessionFile(path);
    String reference = sessionFile.read().orElse(null);
    if (reference == null) {
      commandContext.printNow("No claims to release: there is no file '" + path + "'");
      return;
    }
    try (Backend backend = Backends.worker(options, commandContext)) {
      boolean ended = backend.board().endDeadSession(reference);
      sessionFile.remove();
      commandContext.printNow(
          ended
              ? "Released the claims of the executor; other executors resume its jobs"
              : "No claims to release: the session of the executor has ended");
    }
  }

  public static void runDistributor(CommandContext commandContext, ProcessOptions options) {
    try (Telemetry telemetry = Telemetry.of(options, "distributor", commandContext.clock());
        ProcessWiring processWiring = open(commandContext, options)) {
      processWiring.traceTo(telemetry.tracer());
      processWiring.checkMayDistribute();
      processWiring.addDistributor(processWiring.jobService());
      processWiring.watchClientCertificate(telemetry.registry());
      run(commandContext, processWiring, "Distributor " + options.name() + " is ready");
    }
  }

  /**
   * Opens the backend and sends one request, so that a wrong address or password is reported
   * immediately.
   */
  static ProcessWiring open(CommandContext commandContext, ProcessOptions options) {
    warnOfInsecure(options);
    return ProcessWiring.open(options, commandContext, () -> checked(options, commandContext));
  }

  /** Warns if the process accepts any certificate of a server with TLS. */
  static void warnOfInsecure(ProcessOptions options) {
    BackendSettings backend = options.backend();
    String endpoint = backend.endpoint();
    if (backend.login().tls().insecure()
        && backend.store() == null
        && endpoint != null
        && !endpoint.startsWith("http://")) {
      LOG.warn(
          "process accepts any certificate of its server, so another machine can read its secrets;"
              + " set tls-ca instead of api-insecure: process={} endpoint={}",
          options.name(),
          endpoint);
    }
  }

  private static Backend checked(ProcessOptions options, CommandContext commandContext) {
    Backend backend = Backends.worker(options, commandContext);
    return Backends.orClose(
        backend,
        () -> {
          check(backend, options);
          return backend;
        });
  }

  private static void check(Backend backend, ProcessOptions options) {
    try {
      backend.check();
    } catch (UnavailableException e) {
      // Nuvla starts these processes together with its own servers. A process that ends here would
      // be restarted again and again until the servers answer. Therefore the process starts and
      // waits.
      if (!options.backend().usesNuvlaServer() || options.backend().pull() != null) {
        throw e;
      }
      LOG.warn(
          "process starts although its servers do not answer; Baton tries again: process={}"
              + " reason={}",
          options.name(),
          e.getMessage(),
          e);
    }
  }

  private static void run(
      CommandContext commandContext, ProcessWiring processWiring, String ready) {
    processWiring.start();
    commandContext.printNow(ready);
    SystemdNotifier systemd = SystemdNotifier.of(commandContext.environment(), ready);
    systemd.start();
    new ShutdownSignals().awaitStop(processWiring::endGracePeriod);
    systemd.stop();
  }
}
