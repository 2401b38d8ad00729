// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The result of a {@link JobQuery}.
 *
 * @param count the number of all matching jobs, inside and outside the page; if more than {@link
 *     JobQuery#maxCount} jobs match, any number that is larger than that bound
 * @param jobs the jobs of the page
 * @param aggregations the result of each aggregation, by {@link JobQuery.Aggregation#clause()}
 * @param complete whether the search looked at all jobs that the principals of the query may see,
 *     and not only at those among the {@link JobQuery#newest}
 */
public record JobPage(
    long count, List<Job> jobs, Map<String, JsonNode> aggregations, boolean complete) {

  public JobPage {
    jobs = List.copyOf(jobs);
    aggregations = Map.copyOf(aggregations);
  }

  /** The result of a search among all jobs. */
  public JobPage(long count, List<Job> jobs, Map<String, JsonNode> aggregations) {
    this(count, jobs, aggregations, true);
  }
}
