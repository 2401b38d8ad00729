// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobState;
import dev.baton.job.Priority;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One operation on every job that a filter selects.
 *
 * @param filter selects the jobs, in the CIMI filter language; not blank
 * @param states only jobs in these states are changed; empty means {@link
 *     BulkOperation#defaultStates()}
 * @param max the maximum number of matching jobs; if more jobs match, nothing is changed
 * @param revert for CANCEL: whether jobs with one of the {@code revertedActions} revert their
 *     effects; null means yes
 * @param revertedActions for CANCEL: the actions that handle a cancel signal and then revert their
 *     effects
 * @param priority for PRIORITY: the new priority
 */
public record BulkRequest(
    BulkOperation operation,
    String filter,
    Set<JobState> states,
    int max,
    @Nullable Boolean revert,
    Set<String> revertedActions,
    @Nullable Priority priority) {

  /** The maximum number of matching jobs if the request sets none. */
  public static final int DEFAULT_MAX = 10_000;

  /** The largest value that a request may set as {@link #max()}. */
  public static final int LARGEST_MAX = 1_000_000;

  private static final int MAX_FILTER_LENGTH = 100_000;

  public BulkRequest {
    if (filter.isBlank()) {
      throw new InvalidInputException(
          operation.apiName() + " has no 'filter'; give one, such as state='QUEUED'");
    }
    if (filter.length() > MAX_FILTER_LENGTH) {
      throw new InvalidInputException(
          "filter has "
              + filter.length()
              + " characters; allowed in a bulk request: up to "
              + MAX_FILTER_LENGTH);
    }
    FilterParser.parse(filter);
    if (max < 1 || max > LARGEST_MAX) {
      throw new InvalidInputException("max is " + max + "; allowed: 1 to " + LARGEST_MAX);
    }
    checkStates(operation, states);
    checkMembers(operation, revert, priority);
    states = Set.copyOf(states.isEmpty() ? operation.defaultStates() : states);
    revertedActions = Set.copyOf(revertedActions);
  }

  /**
   * Returns a request with default values for all components except the operation and the filter.
   */
  public static BulkRequest of(BulkOperation operation, String filter) {
    return new BulkRequest(operation, filter, Set.of(), DEFAULT_MAX, null, Set.of(), null);
  }

  /** The states in the order of a job's life, for messages. */
  public List<JobState> orderedStates() {
    return List.copyOf(EnumSet.copyOf(states));
  }

  /**
   * Whether this request cancels jobs with this action by a signal, so that they revert their
   * effects.
   */
  boolean reverts(String action) {
    boolean byDefault = revert == null || revert;
    return byDefault && revertedActions.contains(action);
  }

  Filter parsedFilter() {
    return FilterParser.parse(filter);
  }

  private static void checkStates(BulkOperation operation, Set<JobState> states) {
    Set<JobState> wrong = new TreeSet<>(states);
    wrong.removeAll(operation.allowedStates());
    if (!wrong.isEmpty()) {
      throw new InvalidInputException(
          "states has "
              + wrong.iterator().next()
              + "; allowed for "
              + operation.apiName()
              + ": "
              + operation.allowedStates());
    }
  }

  private static void checkMembers(
      BulkOperation operation, @Nullable Boolean revert, @Nullable Priority priority) {
    if (revert != null && operation != BulkOperation.CANCEL) {
      throw new InvalidInputException(operation.apiName() + " takes no 'revert'; bulk-cancel does");
    }
    if ((priority != null) != (operation == BulkOperation.PRIORITY)) {
      throw new InvalidInputException(
          priority == null
              ? "bulk-priority has no 'priority'; give a number from 0 (most urgent) to 999"
              : operation.apiName() + " takes no 'priority'; bulk-priority does");
    }
  }
}
