// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import dev.baton.jobservice.JobService;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The operations on a job other than search, read, edit and delete. */
record JobOperations(
    JobService jobService,
    JobAccess access,
    JobDocumentWriter views,
    FlowReader flowReader,
    JobHistory history,
    WhyReport why) {
  List<Route> routes() {
    return List.of(
        Route.of(POST, "/api/job/{uuid}/cancel", "Cancel a job and revert its flow", this::cancel)
            .accepts("{\"revert\": true|false}, or nothing"),
        Route.of(POST, "/api/job/{uuid}/timeout", "End a job that has timed out", this::timeout),
        Route.of(POST, "/api/job/{uuid}/get-context", "Resources of the job", this::context),
        Route.of(
            POST,
            "/api/job/{uuid}/retry",
            "Post a final job again, or make a waiting job due now",
            this::retry),
        Route.of(POST, "/api/job/{uuid}/signal", "Send the job a signal", this::signal)
            .accepts("{\"name\": name, \"value\": any}"),
        Route.of(GET, "/api/job/{uuid}/why", "What the job waits for", this::why),
        Route.of(POST, "/api/job/{uuid}/why", "What the job waits for", this::why),
        Route.of(GET, "/api/job/{uuid}/history", "The history of the job", this::history));
  }

  /**
   * Cancels the job. Nuvla's clients send no body, so the default depends on the job: if it runs a
   * flow, the flow reverts its work first; any other job ends at once.
   */
  private Response cancel(Request request) throws IOException {
    Caller caller = request.caller();
    Job job = access.require(request, Right.MANAGE);
    ObjectNode body = request.objectOrEmpty();
    JsonNodes.refuseUnknown(body, "cancel", Set.of("revert"));
    Boolean requested = JsonNodes.boolOrNull(body, "revert");
    if (Boolean.TRUE.equals(requested)) {
      flowReader.requireFlow(job);
    }
    boolean revert = requested == null ? flowReader.handlesCancel(job) : requested;
    Job cancelled =
        revert
            ? jobService.forCaller(caller).cancelAndRevert(job.id())
            : jobService.forCaller(caller).cancel(job.id());
    return Response.ok(views.view(cancelled, caller));
  }

  private Response timeout(Request request) {
    Caller caller = request.caller();
    Job job = access.require(request, Right.MANAGE);
    if (!caller.isAdmin()) {
      throw new ForbiddenException("invalid credentials for '" + job.id() + "'");
    }
    checkRunning(job);
    return Response.ok(
        views.view(jobService.forCaller(caller).edit(job.id(), JobOperations::ended), caller));
  }

  private static Job ended(Job job) {
    checkRunning(job);
    return job.withStatus(job.status().toBuilder().state(JobState.CANCELED).build());
  }

  private static void checkRunning(Job job) {
    if (job.state() != JobState.RUNNING) {
      throw new ForbiddenException(
          "operation 'timeout' is not allowed for '"
              + job.id()
              + "' in state "
              + job.state()
              + " (allowed: RUNNING)");
    }
  }

  /**
   * Answers with an empty object. At Nuvla, the answer contains resources that some actions need;
   * Baton has no such resources.
   */
  private Response context(Request request) {
    Job job = access.require(request, Right.MANAGE);
    Caller caller = request.caller();
    if (!caller.isAdmin() && !caller.activeClaim().startsWith("nuvlabox/")) {
      throw new ForbiddenException("invalid credentials for '" + job.id() + "'");
    }
    return Response.ok(JsonNodes.object());
  }

  private Response retry(Request request) {
    JobId id = JobAccess.id(request);
    Job retried = jobService.forCaller(request.caller()).retry(id);
    if (!retried.id().equals(id)) {
      return Response.created(retried.id().toString());
    }
    return Response.ok(Response.message(200, id + " is due now", id.toString()));
  }

  /**
   * Sends a signal to the job. The body is {@code {"name": "…", "value": …}}; the value may be
   * missing.
   */
  private Response signal(Request request) throws IOException {
    ObjectNode body = request.object();
    JsonNodes.refuseUnknown(body, "a signal", Set.of("name", "value"));
    JsonNode name = body.path("name");
    if (!name.isTextual()) {
      throw new InvalidInputException(
          "'name' of the signal is missing or not a text; send {\"name\": \"approve\","
              + " \"value\": …}");
    }
    JsonNode value = body.path("value");
    Caller caller = request.caller();
    JsonNode sent = value.isMissingNode() ? NullNode.getInstance() : value;
    Job signalled =
        jobService.forCaller(caller).signal(JobAccess.id(request), name.textValue(), sent);
    return Response.ok(views.view(signalled, caller));
  }

  private Response why(Request request) {
    return Response.ok(why.of(access.require(request, Right.VIEW_DATA)));
  }

  private Response history(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    ArrayNode events = JsonNodes.array();
    history.of(job.id()).forEach(event -> events.add(document(event)));
    ObjectNode body = JsonNodes.object();
    body.set("events", events);
    return Response.ok(body);
  }

  /** Writes an event as JSON, for the history and for event streams. */
  static ObjectNode document(JobEvent event) {
    ObjectNode doc = JsonNodes.object();
    doc.put("number", event.number());
    doc.put("job", event.job().toString());
    doc.put("at", Timestamps.write(event.at()));
    doc.put("kind", event.kind().apiName());
    doc.put("state", event.state().name());
    doc.put("attempt", event.attempt());
    JsonNodes.put(doc, "owner", event.owner());
    JsonNodes.put(doc, "note", event.note());
    return doc;
  }
}
