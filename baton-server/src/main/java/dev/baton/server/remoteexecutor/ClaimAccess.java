// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.protocol.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Restricts executors to the jobs that they hold. Administrators may make the same calls for any
 * job.
 */
record ClaimAccess(RemoteSessions remoteSessions, JobStore jobs) {
  /**
   * Checks that the caller may read the job.
   *
   * @throws ForbiddenException if the caller is not an administrator and names no board session
   * @throws LostClaimException if the board session was not granted a claim of the job
   */
  void checkMayRead(Caller caller, JobId job, Messages.@Nullable SessionRef sessionRef) {
    check(caller, job, null, sessionRef);
  }

  /**
   * Checks that the caller may write for the job under this fencing token. This method only checks
   * that the board session received the claim; the store checks that no newer claim exists.
   *
   * @throws ForbiddenException if the caller is not an administrator and names no board session
   * @throws LostClaimException if the board session was not granted that claim
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
              + "' named no board session that holds "
              + job
              + "; executors may read and write only jobs that they hold, other jobs need the"
              + " claim "
              + Principals.ADMIN);
    }
  }

  private void checkGranted(
      Caller caller, JobId job, @Nullable Long token, Messages.SessionRef sessionRef) {
    boolean granted;
    try {
      granted = remoteSessions.wasGranted(caller, sessionRef, job, token);
    } catch (LostClaimException e) {
      // An administrator may read and write without a valid board session.
      if (caller.isAdmin()) {
        return;
      }
      throw e;
    }
    if (!granted && !caller.isAdmin()) {
      throw new LostClaimException(
          "executor '"
              + sessionRef.owner()
              + "' does not hold the claim of "
              + job
              + (token == null ? "" : " with token " + token));
    }
  }

  /**
   * Checks that the claim is still valid and returns the stored job.
   *
   * @throws LostClaimException if the board session was not granted that claim, or the claim has
   *     ended
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

  /** Returns the job of a claim that the board session was granted. The claim may have ended. */
  Job granted(Caller caller, Messages.RunRef runRef) {
    checkMayWrite(caller, runRef.job(), runRef.token(), runRef.session());
    return jobs.find(runRef.job())
        .orElseThrow(() -> new LostClaimException(runRef.job() + " was deleted; stop the work"));
  }
}
