// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.wire.Forms;
import org.jspecify.annotations.Nullable;

/**
 * Confines executors to the jobs that they hold. Administrators may do what executors may, and name
 * any job.
 */
final class Confinement {

  private final Stays stays;
  private final JobStore jobs;

  Confinement(Stays stays, JobStore jobs) {
    this.stays = stays;
    this.jobs = jobs;
  }

  /**
   * Does nothing if the caller may read the job.
   *
   * @throws ForbiddenException if it is no administrator and names no stay
   * @throws LostClaimException if the stay does not hold the job
   */
  void checkReads(Caller caller, JobId job, Forms.@Nullable Stay stay) {
    check(caller, job, null, stay);
  }

  /**
   * Does nothing if the caller may write to the job under the token. That the token is the newest
   * is for the store to check.
   *
   * @throws ForbiddenException if it is no administrator and names no stay
   * @throws LostClaimException if the stay was not granted that claim
   */
  void checkWrites(Caller caller, JobId job, long token, Forms.@Nullable Stay stay) {
    check(caller, job, token, stay);
  }

  private void check(Caller caller, JobId job, @Nullable Long token, Forms.@Nullable Stay stay) {
    if (stay != null) {
      checkGranted(caller, job, token, stay);
    } else if (!caller.isAdmin()) {
      throw new ForbiddenException(
          "'"
              + caller.userId()
              + "' names no stay at the board that holds "
              + job
              + "; executors read and write only jobs that they hold, all others are for "
              + Principals.ADMIN);
    }
  }

  private void checkGranted(Caller caller, JobId job, @Nullable Long token, Forms.Stay stay) {
    boolean granted;
    try {
      granted = stays.wasGranted(caller, stay, job, token);
    } catch (LostClaimException e) {
      // An administrator's words count without a stay.
      if (caller.isAdmin()) {
        return;
      }
      throw e;
    }
    if (!granted && !caller.isAdmin()) {
      throw new LostClaimException(
          "the claim of "
              + job
              + (token == null ? "" : " with token " + token)
              + " is not one of the executor '"
              + stay.owner()
              + "'");
    }
  }

  /**
   * The job that runs, as it is stored.
   *
   * @throws LostClaimException if the stay was not granted that claim, or it is over
   */
  Job running(Caller caller, Forms.Run run) {
    Job job = granted(caller, run);
    if (job.state() != JobState.RUNNING || job.status().token() != run.token()) {
      throw new LostClaimException(
          "the claim of " + run.job() + " with token " + run.token() + " is over; stop the work");
    }
    return job;
  }

  /** The job of a claim that may be over. */
  Job granted(Caller caller, Forms.Run run) {
    checkWrites(caller, run.job(), run.token(), run.stay());
    return jobs.find(run.job())
        .orElseThrow(() -> new LostClaimException(run.job() + " was deleted; stop the work"));
  }
}
