// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.DELETE;
import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;
import static dev.baton.server.Route.Method.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.desk.JobDesk;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.server.Limits;
import dev.baton.server.Params;
import dev.baton.server.Reply;
import dev.baton.server.Request;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The jobs: add, search, read, edit, delete (specs/nuvla.md §2, §3, §5, §8). */
final class JobResource {

  /** What strict clients may name. */
  static final StrictSearch WORDS =
      new StrictSearch("a job", JobAttributes.names(), JobAttributes::isSearchable);

  static final Collection JOBS =
      new Collection("job", Principals.USER, Principals.USER, Principals.ADMIN, WORDS);

  private final JobDesk desk;
  private final JobAccess access;
  private final JobViews views;
  private final JobPosts posts;
  private final Limits limits;
  private final Clock clock;

  JobResource(JobDesk desk, JobAccess access, JobViews views, Limits limits, Clock clock) {
    this.limits = limits;
    this.desk = desk;
    this.access = access;
    this.views = views;
    this.posts = new JobPosts(desk);
    this.clock = clock;
  }

  List<Route> routes() {
    String[] search = {
      "filter", "orderby", "first", "last", "select", "aggregation", StrictSearch.PARAMETER
    };
    return List.of(
        Route.of(GET, "/api/job", "Search jobs", this::search).query(search),
        Route.of(PUT, "/api/job", "Search jobs", this::search).query(search).accepts("form"),
        Route.of(POST, "/api/job", "Post a job, or many in one transaction", this::add)
            .query("unknown-action")
            .accepts("job"),
        Route.of(DELETE, "/api/job", "Delete jobs by filter", this::bulkDelete)
            .query("filter", StrictSearch.PARAMETER)
            .accepts("form"),
        Route.of(GET, "/api/job/{uuid}", "A job", this::get)
            .query("select", StrictSearch.PARAMETER),
        Route.of(PUT, "/api/job/{uuid}", "Edit a job", this::edit)
            .query("select", StrictSearch.PARAMETER)
            .accepts("job"),
        Route.of(DELETE, "/api/job/{uuid}", "Delete a job", this::delete));
  }

  private Reply search(Request request) throws IOException {
    Caller caller = request.caller();
    JOBS.checkQuery(caller);
    SearchRequest search = JOBS.search(request.params());
    AnswerSize size = new AnswerSize(limits.response());
    List<ObjectNode> documents = new ArrayList<>();
    JobPage page =
        desk.as(caller)
            .search(
                search.query(),
                job -> {
                  ObjectNode document = views.view(job, caller, search.select());
                  size.add(document);
                  documents.add(document);
                });
    return Reply.ok(JOBS.page(caller, page.count(), documents, page.aggregations()));
  }

  private Reply add(Request request) throws IOException {
    Caller caller = request.caller();
    JOBS.checkAdd(caller);
    JsonNode body = request.bulkJson();
    boolean unknownAction = JobPosts.allowsUnknownAction(request.query());
    return body.isArray()
        ? posts.postAll(caller, body, unknownAction)
        : posts.post(caller, body, unknownAction);
  }

  private Reply get(Request request) {
    Job job = access.require(request, Right.VIEW_META);
    Set<String> select = SearchRequest.select(request.query(), WORDS);
    return Reply.ok(views.view(job, request.caller(), select));
  }

  private Reply edit(Request request) throws IOException {
    access.require(request, Right.EDIT_META);
    JobChange change = JobChange.of(request.object(), SearchRequest.select(request.query(), WORDS));
    Job edited = desk.as(request.caller()).edit(JobAccess.id(request), change::applyTo);
    return Reply.ok(views.attributes(edited, request.caller()));
  }

  private Reply delete(Request request) {
    JobId id = JobAccess.id(request);
    desk.as(request.caller()).delete(id);
    return Reply.deleted(id.toString());
  }

  /** The order of the checks is Nuvla's. */
  private Reply bulkDelete(Request request) throws IOException {
    if (request.header("bulk").isEmpty()) {
      throw new InvalidInputException("Bulk request should contain bulk http header.");
    }
    Params params = request.params();
    if (params.last("filter").filter(text -> !text.isBlank()).isEmpty()) {
      throw new InvalidInputException("Bulk request should contain a non empty cimi filter.");
    }
    JOBS.checkBulkDelete(request.caller());
    long start = clock.nanos();
    Filter filter = SearchRequest.filter(params, WORDS).orElseThrow();
    long deleted = desk.as(request.caller()).deleteAll(filter);
    return Reply.ok(bulkAnswer(deleted, (clock.nanos() - start) / 1_000_000));
  }

  /** As Elasticsearch answers, whose clients look at {@code timed_out} and {@code deleted}. */
  private static ObjectNode bulkAnswer(long deleted, long millis) {
    ObjectNode body = Json.object();
    body.put("took", millis).put("timed_out", false).put("total", deleted).put("deleted", deleted);
    body.put("batches", 1).put("version_conflicts", 0).put("noops", 0);
    body.putObject("retries").put("bulk", 0).put("search", 0);
    body.put("throttled_millis", 0).put("requests_per_second", -1.0);
    body.put("throttled_until_millis", 0).putArray("failures");
    return body;
  }
}
