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
import dev.baton.wire.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Confines executors to the jobs that they hold. Administrators may do what executors may, and name
 * any job.
 */
final class ClaimAccess {

  private final RemoteSessions remoteSessions;
  private final JobStore jobs;

  ClaimAccess(RemoteSessions remoteSessions, JobStore jobs) {
    this.remoteSessions = remoteSessions;
    this.jobs = jobs;
  }

  /**
   * Does nothing if the caller may read the job.
   *
   * @throws ForbiddenException if it is no administrator and names no stay
   * @throws LostClaimException if the stay does not hold the job
   */
  void checkMayRead(Caller caller, JobId job, Messages.@Nullable SessionRef sessionRef) {
    check(caller, job, null, sessionRef);
  }

  /**
   * Does nothing if the caller may write to the job under the token. That the token is the newest
   * is for the store to check.
   *
   * @throws ForbiddenException if it is no administrator and names no stay
   * @throws LostClaimException if the stay was not granted that claim
   */
  void checkMayWrite(
      Caller caller, JobId job, long token, Messages.@Nullable SessionRef sessionRef) {
    check(caller, job, token, sessionRef);
  }

  private void check(
      Caller caller, JobId job, @Nullable Long token, Messages.@Nullable SessionRef sessionRef) {
    if (sessionRef != null) {
      checkGranted(caller, job, token, sessionRef);
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

  private void checkGranted(
      Caller caller, JobId job, @Nullable Long token, Messages.SessionRef sessionRef) {
    boolean granted;
    try {
      granted = remoteSessions.wasGranted(caller, sessionRef, job, token);
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
              + sessionRef.owner()
              + "'");
    }
  }

  /**
   * The job that runs, as it is stored.
   *
   * @throws LostClaimException if the stay was not granted that claim, or it is over
   */
  Job checkRun(Caller caller, Messages.RunRef runRef) {
    Job job = granted(caller, runRef);
    if (job.state() != JobState.RUNNING || job.status().token() != runRef.token()) {
      throw new LostClaimException(
          "the claim of "
              + runRef.job()
              + " with token "
              + runRef.token()
              + " is over; stop the work");
    }
    return job;
  }

  /** The job of a claim that may be over. */
  Job granted(Caller caller, Messages.RunRef runRef) {
    checkMayWrite(caller, runRef.job(), runRef.token(), runRef.stay());
    return jobs.find(runRef.job())
        .orElseThrow(() -> new LostClaimException(runRef.job() + " was deleted; stop the work"));
  }
}
