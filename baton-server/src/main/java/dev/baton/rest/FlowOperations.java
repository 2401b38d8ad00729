// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.jobservice.JobService;
import dev.baton.logbook.Logbook;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Continues or reverts the flow of a final job by a new job. */
record FlowOperations(JobService jobService, JobAccess access, FlowReader flowReader) {
  List<Route> routes() {
    return List.of(
        Route.of(POST, "/api/job/{uuid}/rerun", "Run the flow again from an atom", this::rerun)
            .accepts("{\"from\": atom}"),
        Route.of(POST, "/api/job/{uuid}/revert", "Revert the flow of a final job", this::revert));
  }

  private Response rerun(Request request) throws IOException {
    ObjectNode body = request.objectOrEmpty();
    JsonNodes.refuseUnknown(body, "rerun", Set.of("from"));
    String from = JsonNodes.text(body, "from");
    Job job = access.require(request, Right.MANAGE);
    Logbook stored = started(job);
    if (flowReader.isDefinitionKnown(job)) {
      // First tries the operation on a copy of the flow. An operation that is impossible is then
      // refused now and does not fail later in an executor.
      flowReader.open(job).rerunFrom(from);
    } else if (!stored.atoms().containsKey(from)) {
      throw new NotFoundException(
          "the flow of "
              + job.id()
              + " has no atom '"
              + from
              + "'; it has "
              + stored.atoms().keySet().stream().limit(50).toList());
    }
    return continued(request, job, from);
  }

  private Response revert(Request request) {
    Job job = access.require(request, Right.MANAGE);
    started(job);
    if (flowReader.isDefinitionKnown(job) && flowReader.open(job).revertPlan().isEmpty()) {
      throw new ConflictException(
          "the flow of "
              + job.id()
              + " has nothing left to revert: no atom was executed, or all atoms"
              + " were reverted");
    }
    return continued(request, job, null);
  }

  private Logbook started(Job job) {
    flowReader.requireFlow(job);
    if (!job.state().isFinal()) {
      throw new ConflictException(
          job.id()
              + " is "
              + job.state()
              + "; only the flow of a final job can be continued"
              + " (cancel it first)");
    }
    return flowReader
        .stored(job)
        .orElseThrow(() ->
            new ConflictException(
                "the flow of " + job.id() + " was never started; post the job again with 'retry'"));
  }

  private Response continued(Request request, Job job, @Nullable String from) {
    Job made = jobService.forCaller(request.caller()).continueFlow(job.id(), from);
    return Response.created(made.id().toString());
  }
}
