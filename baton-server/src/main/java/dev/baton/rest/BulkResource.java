// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.PATCH;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.Priority;
import dev.baton.jobservice.BulkChange;
import dev.baton.jobservice.BulkMatches;
import dev.baton.jobservice.BulkOperation;
import dev.baton.jobservice.BulkRequest;
import dev.baton.jobservice.JobRequest;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.BulkResult;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Operations on all jobs that a filter selects (docs/spec/nuvla.md §5). A few jobs are changed
 * during the request, many jobs by a bulk job.
 */
record BulkResource(JobService jobService, ActionAvailability actionAvailability, Clock clock) {
  /**
   * The maximum number of jobs that a bulk request changes before it answers. If more jobs match, a
   * bulk job changes them later.
   */
  static final int AT_ONCE = 100;

  /** Bulk jobs run before ordinary jobs, because a user waits for them. */
  private static final Priority URGENT = new Priority(10);

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (BulkOperation operation : BulkOperation.values()) {
      routes.add(
          Route.of(
                  PATCH,
                  "/api/job/" + operation.apiName(),
                  summary(operation),
                  request -> change(operation, request))
              .accepts("bulk operation", BulkRequestBody.schema(operation))
              .answers(BulkResponse.schema()));
    }
    // The route must be the last, because the first route that matches a request is used.
    routes.add(Route.of(PATCH, "/api/job/{uuid}", "Unknown bulk operations", this::unknown));
    return routes;
  }

  private static String summary(BulkOperation operation) {
    return switch (operation) {
      case CANCEL -> "Cancel jobs by filter";
      case RETRY -> "Retry jobs by filter";
      case DELETE -> "Delete jobs by filter, with counts and dry run";
      case PRIORITY -> "Set the priority of jobs by filter";
    };
  }

  private Response change(BulkOperation operation, Request request)
      throws IOException, InterruptedException {
    if (request.header("bulk").isEmpty()) {
      throw new InvalidInputException("Bulk request should contain bulk http header.");
    }
    Caller caller = request.caller();
    JobResource.JOBS.checkQuery(caller);
    BulkRequestBody form =
        BulkRequestBody.of(
            operation, request.object(), actionAvailability.known().actionsThatHandleCancel());
    BulkChange change = jobService.bulk(caller, form.request(), JobId.create(clock.now()).uuid());
    BulkMatches matches = change.matches();
    if (form.dryRun()) {
      return Response.ok(BulkResponse.dryRun(form.request(), matches));
    }
    if (matches.count() > AT_ONCE) {
      return posted(caller, form.request(), matches);
    }
    BulkResult result = new BulkResult(matches.count());
    change.run(result, soFar -> true);
    return Response.ok(BulkResponse.done(form.request(), matches, result));
  }

  /** Posts a bulk job and answers as Nuvla does, with the job's id in {@code location}. */
  private Response posted(Caller caller, BulkRequest request, BulkMatches matches) {
    JobSpec spec =
        JobSpec.builder(request.operation().action())
            .payload(payload(request).toString())
            .priority(URGENT)
            .build();
    // The bulk job acts with the rights of its owner. The owner is the caller or, for an
    // administrator, the group of administrators.
    Acl acl = Acl.ownedBy(caller.isAdmin() ? Principals.ADMIN : caller.activeClaim());
    JobId id = jobService.post(caller, List.of(new JobRequest(spec, acl, null))).getFirst().id();
    ObjectNode body = BulkResponse.started(request, matches, id);
    return new Response.Json(202, body, Map.of("Location", id.toString()));
  }

  private static ObjectNode payload(BulkRequest request) {
    ObjectNode payload = JsonNodes.object().put("filter", request.filter());
    ArrayNode states = payload.putArray("states");
    request.orderedStates().forEach(state -> states.add(state.name()));
    payload.put("max", request.max());
    JsonNodes.put(payload, "revert", request.revert());
    if (request.operation() == BulkOperation.CANCEL) {
      payload.set("revertedActions", JsonNodes.texts(request.revertedActions()));
    }
    Priority priority = request.priority();
    if (priority != null) {
      payload.put("priority", priority.value());
    }
    return payload;
  }

  private Response unknown(Request request) {
    throw new NotFoundException(
        "undefined action (PATCH job/"
            + InputBounds.shown(request.segment("uuid"))
            + "): jobs have "
            + Arrays.stream(BulkOperation.values())
                .map(BulkOperation::apiName)
                .collect(Collectors.joining(", ")));
  }
}
