// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for jobs (docs/spec/nuvla.md §3).
 *
 * @param filter the condition on the jobs
 * @param visibleTo finds only jobs on which one of these principals has {@code view-meta}; filter,
 *     order and aggregations treat an attribute that they may not see ({@link JobAttributes}) as
 *     absent; null finds all jobs
 * @param order attributes to sort by, most significant first; equal jobs, and all jobs if there is
 *     no order, are sorted by {@code created}, oldest first, then by id
 * @param first 1-based position of the first job of the requested page
 * @param last position of the last job of the requested page; 0 returns no jobs, only the count
 * @param aggregations the figures to compute over all matching jobs, inside and outside the page
 * @param newest finds only jobs among this many jobs that were posted last, including jobs that the
 *     principals may not see, which bounds the work of a search; 0 finds all jobs
 * @param maxCount how far the matching jobs are counted, which bounds the work of a search: if more
 *     jobs match, the count is any larger number; 0 counts all jobs
 */
public record JobQuery(
    Filter filter,
    @Nullable Set<String> visibleTo,
    List<Order> order,
    int first,
    int last,
    List<Aggregation> aggregations,
    int newest,
    int maxCount) {

  /** The maximum number of jobs in the page of one search; a larger page is refused. */
  public static final int MAX_PAGE = 10_000;

  public JobQuery {
    visibleTo = visibleTo == null ? null : Set.copyOf(visibleTo);
    order = List.copyOf(order);
    aggregations = List.copyOf(aggregations);
    checkNotNegative("newest", newest);
    checkNotNegative("max-count", maxCount);
  }

  private static void checkNotNegative(String name, int jobs) {
    if (jobs < 0) {
      throw new InvalidInputException("'" + name + "' is " + jobs + "; allowed: 0 or more jobs");
    }
  }

  /** A query among all jobs. */
  public JobQuery(
      Filter filter,
      @Nullable Set<String> visibleTo,
      List<Order> order,
      int first,
      int last,
      List<Aggregation> aggregations) {
    this(filter, visibleTo, order, first, last, aggregations, 0, 0);
  }

  /** Returns the same query among the jobs that were posted last. */
  public JobQuery amongNewest(int jobs) {
    return new JobQuery(filter, visibleTo, order, first, last, aggregations, jobs, maxCount);
  }

  /** Returns the same query, which counts at most this many jobs exactly. */
  public JobQuery countingUpTo(int jobs) {
    return new JobQuery(filter, visibleTo, order, first, last, aggregations, newest, jobs);
  }

  /** Returns the same query among the jobs that these principals may see. */
  public JobQuery visibleTo(@Nullable Set<String> principals) {
    return new JobQuery(filter, principals, order, first, last, aggregations, newest, maxCount);
  }

  /** A query for all matching jobs, oldest first, at most {@code limit}. */
  public static JobQuery of(Filter filter, int limit) {
    return new JobQuery(filter, null, List.of(), 1, limit, List.of());
  }

  /** A sort key. Jobs without the attribute come last in both directions. */
  public record Order(Filter.Path path, boolean descending) {}

  /**
   * An aggregation, such as {@code terms:state}.
   *
   * @param clause the text of the request; the key of the result
   * @param function {@code min max sum avg stats value_count cardinality missing terms}
   */
  public record Aggregation(String clause, String function, Filter.Path path) {}
}
