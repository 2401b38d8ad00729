// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.clock.ManualClock;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A job service over a store in memory, with two users and an administrator. */
final class JobServiceTestSetup {
  static final Caller ALICE = user("alice");
  static final Caller BOB = user("bob");
  static final Caller ADMIN = Caller.internal();

  final ManualClock clock = new ManualClock();
  final InMemoryBackend backend = new InMemoryBackend(clock);
  final JobService jobService = over(backend.jobs());

  /** Returns a job service over another store. It knows two actions that it refuses. */
  JobService over(JobStore store) {
    return new JobService(store, JobServiceTestSetup::checked, clock);
  }

  private static Caller user(String name) {
    return new Caller(
        "user/" + name,
        "user/" + name,
        Set.of("user/" + name, Principals.USER, Principals.ANONYMOUS),
        null);
  }

  private static JobSpec checked(JobSpec spec, Caller caller) {
    if (spec.action().equals("unknown")) {
      throw new InvalidInputException("action 'unknown' is unknown");
    }
    if (spec.action().equals("dangerous") && !caller.isAdmin()) {
      throw new ForbiddenException("administrators only");
    }
    return spec;
  }

  Job posted(Caller caller, JobSpec spec) {
    return stored(jobService.forCaller(caller).post(spec).id());
  }

  Job posted(Caller caller, JobSpec spec, Acl acl) {
    return stored(
        jobService.post(caller, List.of(new JobRequest(spec, acl, null))).getFirst().id());
  }

  Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  static UnaryOperator<Job> toState(JobState state) {
    return job -> JobEdit.inState(job, state, job.created());
  }
}
