// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;

/** Reports that a child job, for which a task waited, did not succeed. */
public final class ChildJobException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient JobId job;
  private final JobState state;

  ChildJobException(Job child) {
    super(
        child.id()
            + " ("
            + child.spec().action()
            + ") is "
            + child.state()
            + (child.status().statusMessage() == null
                ? ""
                : ": " + child.status().statusMessage()));
    this.job = child.id();
    this.state = child.state();
  }

  ChildJobException(JobId deleted, Throwable cause) {
    super(deleted + " was deleted before this task saw its end; it is not posted again", cause);
    this.job = deleted;
    this.state = JobState.FAILED;
  }

  /** The job that did not succeed. */
  public JobId job() {
    return job;
  }

  /** The state of the job: FAILED (also if the job was deleted) or CANCELED. */
  public JobState state() {
    return state;
  }
}
