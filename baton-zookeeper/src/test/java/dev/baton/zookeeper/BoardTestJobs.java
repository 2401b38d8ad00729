// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.awaitility.Awaitility.await;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.error.ConflictException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Priority;
import dev.baton.job.RunWrite;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import java.util.List;
import java.util.stream.IntStream;

/** Helper methods for jobs in the tests of the board. */
final class BoardTestJobs {

  private BoardTestJobs() {}

  static Job newJob(int priority) {
    return Job.posted(
        JobId.create(Clock.system().now()),
        JobSpec.builder("noop").priority(new Priority(priority)).build(),
        Acl.ownedBy(Principals.ADMIN),
        Clock.system().now(),
        "internal");
  }

  static Job post(Backend backend) {
    return post(backend, 1).getFirst();
  }

  static List<Job> post(Backend backend, int count) {
    List<Job> jobs = IntStream.range(0, count).mapToObj(i -> newJob(999)).toList();
    backend.jobs().add(jobs);
    return jobs;
  }

  static RunWrite success(Claim claim) {
    return new RunWrite.End(claim.job().id(), claim.token(), JobState.SUCCESS, 0, null, null, null);
  }

  static List<JobId> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().id()).toList();
  }

  /**
   * Sets a job to RUNNING by an edit, as an executor of another system does after it took the job
   * from the queue.
   */
  static void editToRunning(Backend backend, JobId id) {
    // An edit conflicts if the store marks the job as posted at the same time.
    await()
        .ignoreExceptionsInstanceOf(ConflictException.class)
        .until(() -> {
          Job job = backend.jobs().find(id).orElseThrow();
          backend
              .jobs()
              .replace(job.withStatus(job.status().toBuilder().state(JobState.RUNNING).build()));
          return true;
        });
  }

  static JobState state(Backend backend, JobId job) {
    return backend.jobs().find(job).orElseThrow().state();
  }

  /** Returns an admission that accepts every job. */
  static Admission everything() {
    return new AdmitEverything();
  }
}
