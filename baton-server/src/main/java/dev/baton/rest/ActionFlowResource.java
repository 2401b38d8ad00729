// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.chart.FlowChart;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.plan.FlowPlan;
import dev.baton.job.Job;
import dev.baton.job.JobJson;
import dev.baton.jobservice.JobService;
import dev.baton.member.ActionInfo;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the flow that a job of an action would run, before a job is posted. */
record ActionFlowResource(
    ActionAvailability actionAvailability, FlowReader flowReader, JobService jobService) {
  private static final ResourceCollection ACTIONS =
      ResourceCollection.of("action", Principals.USER, null);

  /** The attributes that only a stored job has. The preview of a job omits them. */
  private static final List<String> OF_STORED =
      List.of(
          "id",
          "created",
          "updated",
          "revision",
          "state",
          "progress",
          "operations",
          "attempt",
          "failures",
          "takeovers",
          "token",
          "resource-type");

  List<Route> routes() {
    String parameters = "the parameters, as an object";
    String graph = "A picture of the flow that the action runs";
    String hierarchy = "The tree of the flow that the action runs";
    return List.of(
        Route.of(GET, "/api/action/{name}/graph", graph, this::graph)
            .query("format", "payload", "open", "closed"),
        Route.of(POST, "/api/action/{name}/graph", graph, this::graph)
            .query("format", "open", "closed")
            .accepts(parameters),
        Route.of(GET, "/api/action/{name}/hierarchy", hierarchy, this::hierarchy).query("payload"),
        Route.of(POST, "/api/action/{name}/hierarchy", hierarchy, this::hierarchy)
            .accepts(parameters),
        Route.of(POST, "/api/action/{name}/dry-run", "What a post would store", this::dryRun)
            .query("unknown-action")
            .accepts("job"));
  }

  private Response graph(Request request) throws IOException {
    GraphFormat format = GraphFormat.of(request.query());
    return format.draw(FlowChart.of(definition(request)), request.query());
  }

  private Response hierarchy(Request request) throws IOException {
    FlowNode definition = definition(request);
    ObjectNode doc = JsonNodes.object();
    doc.put("action", request.segment("name"));
    describe(doc, definition);
    return Response.ok(doc);
  }

  private static void describe(ObjectNode doc, FlowNode definition) {
    FlowPlan plan = FlowPlan.of(definition);
    plan.validate(Set.of());
    doc.put("flow", plan.name());
    doc.put("hierarchy", plan.hierarchy());
    doc.set("atoms", FlowDocumentWriter.atoms(FlowChart.of(definition)));
  }

  private FlowNode definition(Request request) throws IOException {
    ACTIONS.checkQuery(request.caller());
    String name = request.segment("name");
    ActionInfo action = actionAvailability.require(name);
    if (action.adminOnly() && !request.caller().isAdmin()) {
      throw new ForbiddenException("action '" + name + "' is for administrators only");
    }
    return flowReader.definition(name, payload(request));
  }

  private static @Nullable String payload(Request request) throws IOException {
    ObjectNode body =
        request.method().equals("POST") ? request.objectOrEmpty() : JsonNodes.object();
    return body.isEmpty() ? request.query().last("payload").orElse(null) : body.toString();
  }

  private Response dryRun(Request request) throws IOException {
    String name = request.segment("name");
    ObjectNode body = request.object();
    if (!body.path("action").asText(name).equals(name)) {
      throw new InvalidInputException(
          "attribute 'action' is '"
              + body.path("action").asText()
              + "', but the path names '"
              + name
              + "'; omit the attribute");
    }
    body.put("action", name);
    Job job =
        jobService.check(
            request.caller(),
            PostRequestedJobs.read(body, PostRequestedJobs.allowsUnknownAction(request.query())));
    ObjectNode doc = JsonNodes.object();
    doc.set("job", JobJson.write(job).without(OF_STORED));
    if (actionAvailability.isFlow(name)) {
      try {
        describe(doc, flowReader.definition(name, job.spec().payload()));
      } catch (ConflictException e) {
        // The job can be posted, so this is no error. Only its flow cannot be shown here.
        doc.put("note", e.getMessage());
      }
    }
    return Response.ok(doc);
  }
}
