// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.jobservice.JobService;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.ServerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** The child jobs of a job as a tree, with the number of children in each state. */
record ChildrenResource(
    JobService jobService, JobAccess access, JobDocumentWriter views, ServerLimits limits) {
  private static final NumberParameter DEPTH = new NumberParameter("depth", 1, 5, 2);
  private static final NumberParameter LIMIT = new NumberParameter("limit", 1, 200, 50);

  /** The maximum number of jobs whose children a request reads. */
  private static final int MAX_SEARCHES = 200;

  private static final JobQuery.Aggregation BY_STATE =
      new JobQuery.Aggregation("terms:state", "terms", Filter.Path.of("state"));
  private static final Set<String> SHOWN =
      Set.of(
          "action",
          "name",
          "state",
          "progress",
          "status-message",
          "owner",
          "created",
          "started",
          "ended");

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/job/{uuid}/children", "The child jobs as a tree", this::children)
            .query("depth", "limit", "state")
            .answers(schema()));
  }

  private Response children(Request request) {
    Job job = access.require(request, Right.VIEW_DATA);
    Optional<Filter> state = request.query().last("state").map(ChildrenResource::isInState);
    Tree tree = new Tree(request.caller(), LIMIT.intIn(request.query()), state);
    return Response.ok(tree.read(job, DEPTH.intIn(request.query())));
  }

  private static Filter isInState(String name) {
    List<String> allowed = StrictSearch.valuesOf("state");
    if (!allowed.contains(name)) {
      throw new InvalidInputException(
          "parameter 'state' is '"
              + InputBounds.shown(name)
              + "'; allowed: "
              + String.join(", ", allowed));
    }
    return Filter.equal(Filter.Path.of("state"), name);
  }

  /**
   * Builds the tree of one request, one level after the other. If a request reaches its bounds, the
   * deepest jobs are missing, not those of the last branches.
   */
  private final class Tree {
    private final Caller caller;
    private final int limit;
    private final Optional<Filter> state;
    private final ResponseSizeLimit size = new ResponseSizeLimit(limits.response() / 2);
    private final Queue<Open> open = new ArrayDeque<>();
    private int searches;

    /** A job whose children are not read yet. */
    private record Open(JobId job, ObjectNode doc, int depth) {}

    Tree(Caller caller, int limit, Optional<Filter> state) {
      this.caller = caller;
      this.limit = limit;
      this.state = state;
    }

    ObjectNode read(Job root, int depth) {
      ObjectNode doc = views.view(root, caller, SHOWN);
      open.add(new Open(root.id(), doc, depth));
      while (!open.isEmpty()) {
        Open next = open.remove();
        next.doc().set("children", searches < MAX_SEARCHES ? children(next) : unread());
      }
      return doc;
    }

    private static ObjectNode unread() {
      ObjectNode doc = JsonNodes.object().put("more", true);
      doc.putArray("jobs");
      return doc;
    }

    private ObjectNode children(Open parent) {
      searches++;
      List<Filter> parts = new ArrayList<>();
      parts.add(Filter.equal(Filter.Path.of("parent-job"), parent.job().toString()));
      state.ifPresent(parts::add);
      JobPage page =
          jobService
              .forCaller(caller)
              .search(
                  new JobQuery(
                      new Filter.All(parts), null, List.of(), 1, limit, List.of(BY_STATE)));
      ObjectNode doc = JsonNodes.object();
      doc.put("count", page.count());
      ObjectNode states = doc.putObject("states");
      JsonNode terms =
          page.aggregations().getOrDefault(BY_STATE.clause(), MissingNode.getInstance());
      for (JsonNode bucket : terms.path("buckets")) {
        states.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
      }
      ArrayNode jobs = JsonNodes.array();
      for (Job child : page.jobs()) {
        ObjectNode each = views.view(child, caller, SHOWN);
        if (!size.fits(each)) {
          // The response is full, so no further job is read.
          searches = MAX_SEARCHES;
          break;
        }
        jobs.add(each);
        if (parent.depth() > 1) {
          open.add(new Open(child.id(), each, parent.depth() - 1));
        }
      }
      doc.put("more", page.count() > jobs.size());
      doc.set("jobs", jobs);
      return doc;
    }
  }

  private static ObjectNode schema() {
    ObjectNode schema = jobSchema().build();
    ObjectNode children =
        new ObjectSchema()
            .optional(
                "count",
                "The number of all children that the caller may see; missing if the children were"
                    + " not read, because the tree is too large",
                ObjectSchema.type("integer"))
            .optional(
                "states",
                "The number of children in each state",
                ObjectSchema.map(ObjectSchema.type("integer")))
            .bool(
                "more",
                "Whether there are more children than are listed, or may be, if they were not"
                    + " read")
            .with(
                "jobs",
                "The oldest children, each with its own children",
                ObjectSchema.list(
                    jobSchema()
                        .optional(
                            "children",
                            "The children of this job, in the same form",
                            ObjectSchema.type("object"))
                        .build()))
            .build();
    return new ObjectSchema()
        .all(schema)
        .optional("children", "The children; missing below the requested depth", children)
        .build();
  }

  private static ObjectSchema jobSchema() {
    ObjectSchema job = new ObjectSchema().text("id", "The job");
    for (String name : List.of("action", "name", "state", "status-message", "owner")) {
      job.optional(name, "As in the job", ObjectSchema.type("string"));
    }
    job.optional("progress", "As in the job", ObjectSchema.type("integer"));
    for (String name : List.of("created", "started", "ended")) {
      job.optional(name, "As in the job", ObjectSchema.timeType());
    }
    return job;
  }
}
