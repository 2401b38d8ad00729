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
import dev.baton.desk.JobDesk;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import dev.baton.server.Reply;
import dev.baton.server.Request;
import dev.baton.server.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What can be done with a job beside reading and editing it. */
final class JobOperations {

  private final JobDesk desk;
  private final JobAccess access;
  private final JobViews views;
  private final Flows flows;
  private final JobHistory history;
  private final WhyReport why;

  JobOperations(
      JobDesk desk,
      JobAccess access,
      JobViews views,
      Flows flows,
      JobHistory history,
      WhyReport why) {
    this.desk = desk;
    this.access = access;
    this.views = views;
    this.flows = flows;
    this.history = history;
    this.why = why;
  }

  List<Route> routes() {
    return List.of(
        Route.of(POST, "/api/job/{uuid}/cancel", "End a job, undoing its flow", this::cancel)
            .accepts("{\"revert\": true|false}, or nothing"),
        Route.of(POST, "/api/job/{uuid}/timeout", "End a job whose time is up", this::timeout),
        Route.of(POST, "/api/job/{uuid}/get-context", "Resources that it needs", this::context),
        Route.of(POST, "/api/job/{uuid}/retry", "Run it again, or now", this::retry),
        Route.of(POST, "/api/job/{uuid}/signal", "Send it a signal", this::signal),
        Route.of(GET, "/api/job/{uuid}/why", "What holds it", this::why),
        Route.of(POST, "/api/job/{uuid}/why", "What holds it", this::why),
        Route.of(GET, "/api/job/{uuid}/history", "What happened to it", this::history));
  }

  /** Nuvla's clients send no body; then a flow undoes what it did, and anything else just ends. */
  private Reply cancel(Request request) throws IOException {
    Caller caller = request.caller();
    Job job = access.require(request, Right.MANAGE);
    ObjectNode body = request.objectOrEmpty();
    Json.refuseUnknown(body, "cancel", Set.of("revert"));
    Boolean asked = Json.boolOrNull(body, "revert");
    if (Boolean.TRUE.equals(asked)) {
      flows.requireFlow(job);
    }
    boolean revert = asked == null ? flows.isCanceledInOrder(job) : asked;
    Job cancelled =
        revert ? desk.as(caller).cancelAndRevert(job.id()) : desk.as(caller).cancel(job.id());
    return Reply.ok(views.view(cancelled, caller));
  }

  private Reply timeout(Request request) {
    Caller caller = request.caller();
    Job job = access.require(request, Right.MANAGE);
    if (!caller.isAdmin()) {
      throw new ForbiddenException("invalid credentials for '" + job.id() + "'");
    }
    checkRunning(job);
    return Reply.ok(views.view(desk.as(caller).edit(job.id(), JobOperations::ended), caller));
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

  /** Nuvla answers resources that hooks of single actions name; Baton has no such resources. */
  private Reply context(Request request) {
    Job job = access.require(request, Right.MANAGE);
    Caller caller = request.caller();
    if (!caller.isAdmin() && !caller.activeClaim().startsWith("nuvlabox/")) {
      throw new ForbiddenException("invalid credentials for '" + job.id() + "'");
    }
    return Reply.ok(Json.object());
  }

  private Reply retry(Request request) {
    JobId id = JobAccess.id(request);
    Job retried = desk.as(request.caller()).retry(id);
    if (!retried.id().equals(id)) {
      return Reply.created(retried.id().toString());
    }
    return Reply.ok(Reply.message(200, id + " is due now", id.toString()));
  }

  /** The body is {@code {"name": "…", "value": …}}; the value may be left out. */
  private Reply signal(Request request) throws IOException {
    ObjectNode body = request.object();
    JsonNode name = body.path("name");
    if (!name.isTextual()) {
      throw new InvalidInputException(
          "'name' of the signal is missing or no text; send {\"name\": \"approve\", \"value\": …}");
    }
    JsonNode value = body.path("value");
    if (body.size() > (value.isMissingNode() ? 1 : 2)) {
      throw new InvalidInputException("a signal has 'name' and 'value' and nothing else");
    }
    Caller caller = request.caller();
    JsonNode sent = value.isMissingNode() ? NullNode.getInstance() : value;
    Job signalled = desk.as(caller).signal(JobAccess.id(request), name.textValue(), sent);
    return Reply.ok(views.view(signalled, caller));
  }

  private Reply why(Request request) {
    return Reply.ok(why.of(access.require(request, Right.VIEW_DATA)));
  }

  private Reply history(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    ArrayNode events = Json.array();
    history.of(job.id()).forEach(event -> events.add(document(event)));
    ObjectNode body = Json.object();
    body.set("events", events);
    return Reply.ok(body);
  }

  /** An event as documents and streams show it. */
  static ObjectNode document(JobEvent event) {
    ObjectNode doc = Json.object();
    doc.put("number", event.number());
    doc.put("job", event.job().toString());
    doc.put("at", Timestamps.write(event.at()));
    doc.put("kind", event.kind().word());
    doc.put("state", event.state().name());
    doc.put("attempt", event.attempt());
    Json.put(doc, "owner", event.owner());
    Json.put(doc, "note", event.note());
    return doc;
  }
}
