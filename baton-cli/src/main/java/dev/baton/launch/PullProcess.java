// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PollDelay;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import java.time.Duration;
import java.util.Optional;

/** Runs one pull job of a CIMI server, for {@code baton executor --job-id}. */
final class PullProcess {

  /** How many times the pull job is read before the process ends because the job does not exist. */
  private static final int MAX_POLLS = 3;

  private static final Duration APART = Duration.ofSeconds(2);

  private PullProcess() {}

  /**
   * Runs until the job has ended or the process gets SIGINT or SIGTERM, and returns the exit code.
   */
  static int run(CommandContext commandContext, ProcessOptions options, JobId id) {
    ShutdownSignals shutdownSignals = new ShutdownSignals();
    PullOutcome outcome = new PullOutcome(commandContext, id, shutdownSignals::requestStop);
    WorkerProcess.warnOfInsecure(options);
    Backend backend = NuvlaBackends.openPull(options, commandContext, id, outcome::refused);
    try (ProcessWiring processWiring =
        Backends.orClose(backend, () -> new ProcessWiring(options, backend, commandContext))) {
      Job job = find(backend.jobs(), id);
      if (job.state().isFinal()) {
        commandContext.note(id + " is " + job.state() + " already");
        return ExitCode.of(job.state());
      }
      check(job);
      processWiring.addExecutor(processWiring.jobService(), outcome);
      processWiring.start();
      commandContext.printNow("Executor " + options.name() + " runs " + id);
      shutdownSignals.awaitStop(processWiring::endGracePeriod);
    }
    return outcome.exitCode();
  }

  private static Job find(JobStore jobs, JobId id) {
    PollDelay pollDelay = new PollDelay(APART, APART);
    Optional<Job> job = jobs.find(id);
    try {
      for (int poll = 1; job.isEmpty() && poll < MAX_POLLS; poll++) {
        pollDelay.await();
        job = jobs.find(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return job.orElseThrow(() -> new NotFoundException(id + " not found"));
  }

  private static void check(Job job) {
    if (job.spec().mode() != ExecutionMode.PULL) {
      throw new ConflictException(
          job.id()
              + " is in mode '"
              + job.spec().mode().apiName()
              + "' and not 'pull': it is on the board, and an executor that works there runs it");
    }
    if (job.spec().version() > JobSpec.VERSION) {
      throw new ConflictException(
          job.id()
              + " is for executors of version "
              + job.spec().version()
              + " (this one: "
              + JobSpec.VERSION
              + "); it was not changed");
    }
  }
}
