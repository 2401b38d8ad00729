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
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.jobservice.JobService;
import dev.baton.server.Request;
import dev.baton.server.RequestParameters;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The resource of the jobs: add, search, read, edit, delete (docs/spec/nuvla.md §2, §3, §5, §8).
 */
record JobResource(
    JobService jobService,
    JobAccess access,
    JobDocumentWriter views,
    ServerLimits serverLimits,
    SharedAnswers shared,
    Clock clock) {
  /** The words that a strict search for jobs may contain. */
  static final StrictSearch SEARCHABLE_WORDS =
      new StrictSearch("a job", JobAttributes.names(), JobAttributes::isSearchable);

  static final ResourceCollection JOBS =
      new ResourceCollection(
          "job", Principals.USER, Principals.USER, Principals.ADMIN, SEARCHABLE_WORDS);

  List<Route> routes() {
    String[] search = {
      "filter",
      "orderby",
      "first",
      "last",
      "select",
      "aggregation",
      SearchRequest.MAX_COUNT.name(),
      StrictSearch.PARAMETER
    };
    return List.of(
        Route.of(GET, "/api/job", "Search jobs", this::search)
            .query(search)
            .headers(SharedAnswers.CACHE_CONTROL),
        Route.of(PUT, "/api/job", "Search jobs", this::search)
            .query(search)
            .headers(SharedAnswers.CACHE_CONTROL)
            .accepts("form"),
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

  /** A search whose answer callers with the same rights can share. */
  private record SharedSearch(JobQuery query, Set<String> select) {}

  private Response search(Request request) throws Exception {
    Caller caller = request.caller();
    JOBS.checkQuery(caller);
    SearchRequest search = JOBS.search(request.params());
    int maxCount = SearchRequest.MAX_COUNT.intIn(request.params());
    return search.aggregations().isEmpty()
        ? Response.ok(answer(caller, search, maxCount))
        : shared.answer(
            request,
            new SharedSearch(search.query().countingUpTo(maxCount), search.select()),
            () -> answer(caller, search, maxCount));
  }

  private ObjectNode answer(Caller caller, SearchRequest search, int maxCount) {
    ResponseSizeLimit size = new ResponseSizeLimit(serverLimits.response());
    List<ObjectNode> documents = new ArrayList<>();
    JobPage page =
        jobService
            .forCaller(caller)
            .search(
                search.query().countingUpTo(maxCount),
                job -> {
                  ObjectNode document = views.view(job, caller, search.select());
                  size.add(document);
                  documents.add(document);
                });
    boolean more = maxCount > 0 && page.count() > maxCount;
    long count = more ? maxCount : page.count();
    ObjectNode answer = JOBS.page(caller, count, documents, page.aggregations());
    return more ? answer.put("more", true) : answer;
  }

  private Response add(Request request) throws IOException {
    Caller caller = request.caller();
    JOBS.checkAdd(caller);
    JsonNode body = request.bulkJson();
    boolean unknownAction = PostRequestedJobs.allowsUnknownAction(request.query());
    PostRequestedJobs posts = new PostRequestedJobs(jobService);
    return body.isArray()
        ? posts.postAll(caller, body, unknownAction)
        : posts.post(caller, body, unknownAction);
  }

  private Response get(Request request) {
    Job job = access.require(request, Right.VIEW_META);
    Set<String> select = SearchRequest.select(request.query(), SEARCHABLE_WORDS);
    return Response.ok(views.view(job, request.caller(), select));
  }

  private Response edit(Request request) throws IOException {
    access.require(request, Right.EDIT_META);
    JobEditBody change =
        JobEditBody.of(request.object(), SearchRequest.select(request.query(), SEARCHABLE_WORDS));
    Job edited =
        jobService.forCaller(request.caller()).edit(JobAccess.id(request), change::applyTo);
    return Response.ok(views.attributes(edited, request.caller()));
  }

  private Response delete(Request request) {
    JobId id = JobAccess.id(request);
    jobService.forCaller(request.caller()).delete(id);
    return Response.deleted(id.toString());
  }

  /**
   * Deletes all jobs that a filter selects. The checks come in the same order as at Nuvla, so that
   * a faulty request gets the same error.
   */
  private Response bulkDelete(Request request) throws IOException {
    if (request.header("bulk").isEmpty()) {
      throw new InvalidInputException("Bulk request should contain bulk http header.");
    }
    RequestParameters requestParameters = request.params();
    if (requestParameters.last("filter").filter(text -> !text.isBlank()).isEmpty()) {
      throw new InvalidInputException("Bulk request should contain a non empty cimi filter.");
    }
    JOBS.checkBulkDelete(request.caller());
    long start = clock.nanos();
    Filter filter = SearchRequest.filter(requestParameters, SEARCHABLE_WORDS).orElseThrow();
    long deleted = jobService.forCaller(request.caller()).deleteAll(filter);
    return Response.ok(bulkAnswer(deleted, (clock.nanos() - start) / 1_000_000));
  }

  /**
   * Writes the response in the form of Elasticsearch, because Nuvla's clients read its attributes
   * {@code timed_out} and {@code deleted}.
   */
  private static ObjectNode bulkAnswer(long deleted, long millis) {
    ObjectNode body = JsonNodes.object();
    body.put("took", millis).put("timed_out", false).put("total", deleted).put("deleted", deleted);
    body.put("batches", 1).put("version_conflicts", 0).put("noops", 0);
    body.putObject("retries").put("bulk", 0).put("search", 0);
    body.put("throttled_millis", 0).put("requests_per_second", -1.0);
    body.put("throttled_until_millis", 0).putArray("failures");
    return body;
  }
}
