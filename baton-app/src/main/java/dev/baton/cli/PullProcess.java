// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import java.time.Duration;
import java.util.Optional;

/** {@code baton executor --job-id}: runs one pull job of a CIMI server. */
final class PullProcess {

  /** How often, and how long apart, a job is looked for that is not there yet. */
  private static final int LOOKS = 3;

  private static final Duration APART = Duration.ofSeconds(2);

  private PullProcess() {}

  /** Runs until the job is settled or a signal comes; answers what became of it. */
  static int run(ProcessCommand command, ProcessOptions options, JobId id) {
    Lifetime lifetime = new Lifetime();
    PullOutcome outcome = new PullOutcome(command.context, id, lifetime::end);
    Backend backend = BesideNuvla.openPull(options, command.context, id, outcome::refused);
    try (Wiring wiring = new Wiring(options, backend, command.context)) {
      Job job = find(backend.jobs(), id);
      if (job.state().isFinal()) {
        command.context.err().println("baton: " + id + " is " + job.state() + " already");
        return PullOutcome.code(job.state());
      }
      check(job);
      wiring.addExecutor(wiring.desk(), outcome);
      wiring.start();
      command.ready("Executor " + options.name() + " runs " + id);
      lifetime.await(wiring::hurry);
    }
    return outcome.code();
  }

  private static Job find(JobStore jobs, JobId id) {
    Pause pause = new Pause(APART, APART);
    Optional<Job> job = jobs.find(id);
    try {
      for (int look = 1; job.isEmpty() && look < LOOKS; look++) {
        pause.await();
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
              + job.spec().mode().word()
              + "' and not 'pull': it is on the board, and an executor that works there runs it");
    }
    if (job.spec().version() > JobSpec.VERSION) {
      throw new ConflictException(
          job.id()
              + " is for executors of version "
              + job.spec().version()
              + " (this one: "
              + JobSpec.VERSION
              + "); it is left as it is");
    }
  }
}
