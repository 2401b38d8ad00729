// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.Caller;
import dev.baton.access.MissingRights;
import dev.baton.access.Right;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobStore;
import dev.baton.server.Request;

/** Finds the job that a request names, and refuses callers without the required right. */
record JobAccess(JobStore store) {

  /** The id in the path. A text that cannot be an id is treated as a job that does not exist. */
  static JobId id(Request request) {
    String uuid = request.segment("uuid");
    try {
      return new JobId(uuid);
    } catch (InvalidInputException e) {
      throw new NotFoundException("job/" + InputBounds.shown(uuid) + " not found", e);
    }
  }

  /**
   * Returns the job if the caller has the right.
   *
   * @throws NotFoundException if there is no such job
   * @throws ForbiddenException if the caller does not have the right
   */
  Job require(Request request, Right right) {
    Caller caller = request.caller();
    JobId id = id(request);
    Job job = store.find(id).orElseThrow(() -> new NotFoundException(id + " not found"));
    if (!caller.may(right, job.acl())) {
      throw MissingRights.of(caller, right, id.toString());
    }
    return job;
  }
}
