// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.jobservice.JobService;
import dev.baton.server.Request;
import dev.baton.server.RequestParameters;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.util.List;

/**
 * Counts of jobs by the values of attributes. Only the jobs that were posted last are counted, so
 * that the work is bounded.
 */
record FacetResource(JobService jobService, SharedAnswers shared) {
  private static final List<String> USUAL = List.of("state", "action", "tags");
  private static final int MAX_ATTRIBUTES = 10;
  private static final NumberParameter NEWEST =
      new NumberParameter("newest", 1, 1_000_000, 100_000);

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/job/facets", "Counts of jobs by attributes", this::facets)
            .query("filter", "attributes", "newest", StrictSearch.PARAMETER)
            .headers(SharedAnswers.CACHE_CONTROL)
            .answers(schema()));
  }

  private Response facets(Request request) throws Exception {
    JobResource.JOBS.checkQuery(request.caller());
    RequestParameters parameters = request.query();
    Filter filter =
        SearchRequest.filter(parameters, JobResource.SEARCHABLE_WORDS).orElse(Filter.EVERYTHING);
    List<JobQuery.Aggregation> wanted =
        attributes(parameters).stream().map(FacetResource::terms).toList();
    int newest = NEWEST.intIn(parameters);
    JobQuery query = new JobQuery(filter, null, List.of(), 1, 0, wanted).amongNewest(newest);
    return shared.answer(request, query, () -> answer(request.caller(), query));
  }

  private ObjectNode answer(Caller caller, JobQuery query) {
    JobPage page = jobService.forCaller(caller).search(query);
    ObjectNode doc = JsonNodes.object();
    doc.put("count", page.count());
    doc.put("newest", query.newest());
    doc.put("complete", page.complete());
    ObjectNode facets = doc.putObject("facets");
    for (JobQuery.Aggregation terms : query.aggregations()) {
      JsonNode found = page.aggregations().getOrDefault(terms.clause(), MissingNode.getInstance());
      facets.set(terms.path().toString(), facet(found));
    }
    return doc;
  }

  private static ObjectNode facet(JsonNode terms) {
    ObjectNode doc = JsonNodes.object();
    ArrayNode values = doc.putArray("values");
    for (JsonNode bucket : terms.path("buckets")) {
      values
          .addObject()
          .put("value", bucket.path("key").asText())
          .put("count", bucket.path("doc_count").asLong());
    }
    return doc.put("others", terms.path("sum_other_doc_count").asLong());
  }

  private static List<String> attributes(RequestParameters parameters) {
    List<String> names = parameters.words("attributes").stream().distinct().toList();
    if (names.size() > MAX_ATTRIBUTES) {
      throw new InvalidInputException(
          "attributes has " + names.size() + " names; allowed: up to " + MAX_ATTRIBUTES);
    }
    return names.isEmpty() ? USUAL : names;
  }

  private static JobQuery.Aggregation terms(String name) {
    Filter.Path path =
        SearchRequest.path(name)
            .orElseThrow(() ->
                new InvalidInputException(
                    "'" + InputBounds.shown(name) + "' does not name an attribute"));
    JobResource.SEARCHABLE_WORDS.checkPath("attributes", path);
    return new JobQuery.Aggregation("terms:" + name, "terms", path);
  }

  private static ObjectNode schema() {
    ObjectNode value =
        new ObjectSchema()
            .text("value", "A value of the attribute")
            .number("count", "The number of jobs with this value")
            .build();
    ObjectNode facet =
        new ObjectSchema()
            .with("values", "The ten most frequent values", ObjectSchema.list(value))
            .number("others", "The number of occurrences of all other values")
            .build();
    return new ObjectSchema()
        .number("count", "The number of jobs that the filter selects among the counted jobs")
        .number("newest", "How many of the jobs that were posted last are counted")
        .bool("complete", "Whether these are all jobs")
        .with("facets", "The values of each attribute", ObjectSchema.map(facet))
        .build();
  }
}
