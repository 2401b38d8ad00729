// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.BulkResult;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The children of a bulk job: the number of children in each state, and the first children of each
 * state.
 *
 * @param counts the numbers, all from one query, so that a child that changes its state in the
 *     meantime is neither missed nor counted twice; they are not limited by the size of a search
 *     result
 * @param listed the first children, from later queries, so they may differ slightly from the counts
 * @param unknown the number of children in a state that this release does not know; they do not
 *     count as final
 */
record BulkJobChildren(Map<JobState, Long> counts, Map<JobState, List<Job>> listed, long unknown) {
  private static final int MAX_LISTED = 1000;
  private static final JobQuery.Aggregation BY_STATE =
      new JobQuery.Aggregation("terms:state", "terms", Filter.Path.of("state"));

  static BulkJobChildren of(Jobs jobs, JobId parent) {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    long unknown = 0;
    Filter all = JobFilters.childrenOf(parent);
    JobPage page = jobs.search(new JobQuery(all, null, List.of(), 1, 0, List.of(BY_STATE)));
    JsonNode terms = page.aggregations().get(BY_STATE.clause());
    for (JsonNode bucket : terms == null ? NullNode.getInstance() : terms.path("buckets")) {
      Optional<JobState> state = state(bucket.path("key").asText());
      long count = bucket.path("doc_count").asLong();
      state.ifPresent(known -> counts.put(known, count));
      unknown += state.isPresent() ? 0 : count;
    }
    Map<JobState, List<Job>> listed = new EnumMap<>(JobState.class);
    counts.keySet().forEach(state -> listed.put(state, first(jobs, parent, state)));
    return new BulkJobChildren(counts, listed, unknown);
  }

  private static Optional<JobState> state(String name) {
    return Arrays.stream(JobState.values()).filter(state -> state.name().equals(name)).findFirst();
  }

  long count() {
    return unknown + counts.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean areAllFinal() {
    return count(JobState.QUEUED) + count(JobState.RUNNING) + unknown == 0;
  }

  void addTo(BulkResult result) {
    long expected = result.total() - result.done();
    result.children(expected);
    result.addQueued(ids(JobState.QUEUED), count(JobState.QUEUED));
    result.addRunning(ids(JobState.RUNNING), count(JobState.RUNNING) + unknown);
    List<String> done = list(JobState.SUCCESS).stream().map(BulkJobChildren::resource).toList();
    result.addSuccess(done, count(JobState.SUCCESS));
    addErrors(result, JobState.FAILED, "Job failed");
    addErrors(result, JobState.CANCELED, "Job canceled");
    if (areAllFinal()) {
      result.addErrors(BulkResult.Category.FAILED, "Job deleted", expected - count());
    }
  }

  private void addErrors(BulkResult result, JobState state, String reason) {
    List<Job> known = list(state);
    // The counts come from an earlier query; the list may contain more children by now.
    long number = Math.min(known.size(), count(state));
    known.stream()
        .limit(number)
        .forEach(job ->
            result.addError(
                BulkResult.Category.FAILED, reason, resource(job), job.status().statusMessage()));
    result.addErrors(BulkResult.Category.FAILED, reason, count(state) - number);
  }

  private static List<Job> first(Jobs jobs, JobId parent, JobState state) {
    Filter filter = JobFilters.childrenOf(parent, Set.of(state));
    return jobs.search(JobQuery.of(filter, MAX_LISTED)).jobs();
  }

  private long count(JobState state) {
    return counts.getOrDefault(state, 0L);
  }

  private List<Job> list(JobState state) {
    return listed.getOrDefault(state, List.of());
  }

  private List<String> ids(JobState state) {
    return list(state).stream().map(job -> job.id().toString()).toList();
  }

  private static String resource(Job job) {
    ResourceRef target = job.spec().target();
    return target == null ? job.id().toString() : target.href();
  }
}
