// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that one caller may change by a bulk request, oldest first.
 *
 * @param until the request selects only jobs that were created up to this moment, so that it does
 *     not select the copies that it posts itself
 * @param excluded the bulk job itself; null if there is none
 */
record BulkSelection(
    Jobs jobs, Caller caller, BulkRequest request, Instant until, @Nullable JobId excluded) {

  private static final Filter.Path ID = Filter.Path.of("id");
  private static final Filter.Path CREATED = Filter.Path.of("created");
  private static final int LISTED = 20;
  private static final int PAGE = 500;
  private static final JobQuery.Aggregation BY_STATE =
      new JobQuery.Aggregation("terms:state", "terms", Filter.Path.of("state"));

  BulkMatches matches() {
    return caller.isAdmin() ? counted() : checkedJobs();
  }

  /**
   * Counts the matching jobs with one query. Only for an administrator, because the query does not
   * check the rights on each job.
   */
  private BulkMatches counted() {
    JobPage page =
        jobs.search(new JobQuery(filter(), null, List.of(), 1, LISTED, List.of(BY_STATE)));
    Map<JobState, Long> states = new EnumMap<>(JobState.class);
    JsonNode terms = page.aggregations().get(BY_STATE.clause());
    if (terms != null) {
      terms
          .path("buckets")
          .forEach(bucket ->
              states.put(
                  JobState.parse(bucket.path("key").asText()), bucket.path("doc_count").asLong()));
    }
    return new BulkMatches(states, page.jobs().stream().map(Job::id).toList());
  }

  /**
   * Counts the matching jobs after a check of the rights on each job. Stops when there are more
   * jobs than the request allows.
   */
  private BulkMatches checkedJobs() {
    Map<JobState, Long> states = new EnumMap<>(JobState.class);
    List<JobId> first = new ArrayList<>();
    long count = 0;
    List<Job> page = after(null, PAGE);
    while (!page.isEmpty() && count <= request.max()) {
      for (Job job : changeable(page)) {
        states.merge(job.state(), 1L, Long::sum);
        count++;
        if (first.size() < LISTED) {
          first.add(job.id());
        }
      }
      // A short page need not be the last page, because jobs that cannot be read are left out.
      page = after(page.getLast(), PAGE);
    }
    return new BulkMatches(states, first);
  }

  /** The jobs of the page that the caller has the rights to change. */
  List<Job> changeable(List<Job> page) {
    return page.stream()
        .filter(job ->
            request.operation().rights().stream().allMatch(right -> caller.may(right, job.acl())))
        .toList();
  }

  /** The next jobs after the given job; null means from the first job. */
  List<Job> after(@Nullable Job last, int limit) {
    Filter rest = last == null ? filter() : new Filter.All(List.of(filter(), isAfter(last)));
    return jobs.search(JobQuery.of(rest, limit)).jobs();
  }

  /** Returns a filter for those of the given jobs that still match the request. */
  Filter stillMatching(Collection<JobId> ids) {
    return new Filter.All(List.of(Filter.in(ID, ids), filter()));
  }

  private Filter filter() {
    List<Filter> parts = new ArrayList<>();
    parts.add(Filter.in(Filter.Path.of("state"), request.orderedStates()));
    parts.add(new Filter.Compare(CREATED, Filter.Comparison.LESS_OR_EQUAL, moment(until)));
    if (excluded != null) {
      parts.add(new Filter.NotEqual(ID, new Filter.Value.Text(excluded.toString())));
    }
    parts.add(request.parsedFilter());
    return new Filter.All(parts);
  }

  /**
   * Returns a filter for the jobs after a job, in the order by creation time and id. An offset
   * would skip jobs, because jobs that are changed leave the selection.
   */
  private static Filter isAfter(Job last) {
    Filter.Value created = moment(last.created());
    return new Filter.Any(
        List.of(
            new Filter.Compare(CREATED, Filter.Comparison.GREATER, created),
            new Filter.All(
                List.of(
                    new Filter.Equal(CREATED, created),
                    new Filter.Compare(
                        ID,
                        Filter.Comparison.GREATER,
                        new Filter.Value.Text(last.id().toString()))))));
  }

  private static Filter.Value moment(Instant instant) {
    return new Filter.Value.Text(Timestamps.write(instant));
  }
}
