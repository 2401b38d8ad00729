// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.chart.FlowChart;
import dev.baton.error.ConflictException;
import dev.baton.filter.DateMath;
import dev.baton.flowrunner.plan.PlannedRevert;
import dev.baton.job.Job;
import dev.baton.logbook.FlowTransition;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The resource of the flow of a job. The caller needs the right to view the job's data. */
record FlowResource(JobAccess access, FlowReader flowReader, Clock clock) {
  List<Route> routes() {
    String preview = "Which reverts a cancel would run";
    return List.of(
        Route.of(GET, "/api/job/{uuid}/flow", "The flow with its atoms", this::flow),
        Route.of(GET, "/api/job/{uuid}/flow/atom", "An atom with its values", this::atom)
            .query("name")
            .answers(AtomDocument.schema()),
        Route.of(GET, "/api/job/{uuid}/flow/steps", "The steps of the flow", this::steps)
            .query("first", "last")
            .answers(stepsSchema()),
        Route.of(GET, "/api/job/{uuid}/flow/states", "The states at a moment", this::states)
            .query("at")
            .answers(FlowStates.schema()),
        Route.of(GET, "/api/job/{uuid}/graph", "A picture of the flow", this::graph)
            .query("format", "open", "closed"),
        Route.of(GET, "/api/job/{uuid}/preview-cancel", preview, this::preview),
        Route.of(POST, "/api/job/{uuid}/preview-cancel", preview, this::preview));
  }

  private Response flow(Request request) {
    return Response.ok(FlowDocumentWriter.flow(visibility(request)));
  }

  private Response atom(Request request) {
    FlowView flow = visibility(request);
    String name = request.query().last("name").orElse("");
    FlowView.AtomView atom = AtomDocument.find(flow, name);
    Map<String, JsonNode> inputs = flowReader.inputs(flow.job(), name);
    return Response.ok(new AtomDocument(flow, atom, inputs).document());
  }

  private Response steps(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    flowReader.requireFlow(job);
    PageRange pageRange = PageRange.of(request.query());
    List<FlowTransition> found = flowReader.steps(job, pageRange.offset(), pageRange.size() + 1);
    List<FlowTransition> shown = found.subList(0, Math.min(found.size(), pageRange.size()));
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", job.id().toString());
    doc.put("first", pageRange.first());
    doc.put("last", pageRange.offset() + shown.size());
    doc.put("more", found.size() > shown.size());
    doc.set("steps", FlowDocumentWriter.steps(shown));
    return Response.ok(doc);
  }

  private Response states(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    flowReader.requireFlow(job);
    Instant now = clock.now();
    Instant at = request.query().last("at").map(text -> DateMath.resolve(text, now)).orElse(now);
    return Response.ok(
        FlowStates.at((offset, limit) -> flowReader.steps(job, offset, limit), job, at).document());
  }

  private static ObjectNode stepsSchema() {
    ObjectNode step =
        new ObjectSchema()
            .time("at", "When the state changed")
            .with("kind", "What changed", ObjectSchema.texts(List.of("flow", "task", "retry")))
            .text("name", "The flow or the atom")
            .text("from", "The state before")
            .text("to", "The state after")
            .build();
    return new ObjectSchema()
        .text("resource-id", "The job")
        .number("first", "The place of the first step of the page, from 1")
        .number("last", "The place of the last step of the page")
        .bool("more", "Whether more steps follow")
        .with("steps", "The steps in the order in which they happened", ObjectSchema.list(step))
        .build();
  }

  private Response graph(Request request) {
    GraphFormat format = GraphFormat.of(request.query());
    Job job = access.require(request, Right.VIEW_DATA);
    FlowView visibility =
        format == GraphFormat.JSON
            ? FlowView.readForLayout(flowReader, job, clock)
            : FlowView.read(flowReader, job, clock);
    FlowChart chart =
        visibility
            .markedChart()
            .orElseThrow(() ->
                new ConflictException(
                    "the flow of "
                        + visibility.job().id()
                        + " cannot be drawn: this server has no"
                        + " action '"
                        + visibility.job().spec().action()
                        + "' that accepts the payload of the job;"
                        + " start the server with the plugins of the executors"));
    return format.draw(chart, request.query());
  }

  private FlowView visibility(Request request) {
    return FlowView.read(flowReader, access.require(request, Right.VIEW_DATA), clock);
  }

  private Response preview(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    flowReader.requireFlow(job);
    List<PlannedRevert> planned = flowReader.open(job).revertPlan();
    long reverting = planned.stream().filter(PlannedRevert::hasRevert).count();
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", job.id().toString());
    doc.put("job-state", job.state().name());
    doc.put("message", summary(reverting, planned.size() - reverting));
    ArrayNode reverts = doc.putArray("reverts");
    ArrayNode sessions = doc.putArray("without-revert");
    for (PlannedRevert each : planned) {
      reverts.addObject().put("atom", each.atom()).put("has-revert", each.hasRevert());
      if (!each.hasRevert()) {
        sessions.add(each.atom());
      }
    }
    return Response.ok(doc);
  }

  private static String summary(long reverting, long joined) {
    if (reverting + joined == 0) {
      return "there is nothing to revert";
    }
    String runs = reverting == 1 ? "1 revert would run" : reverting + " reverts would run";
    return joined == 0
        ? runs
        : runs
            + "; the effects of "
            + joined
            + (joined == 1 ? " atom" : " atoms")
            + " without a revert would remain";
  }
}
