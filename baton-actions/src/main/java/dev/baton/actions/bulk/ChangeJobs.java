// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.job.JobState;
import dev.baton.job.Priority;
import dev.baton.jobservice.BulkChange;
import dev.baton.jobservice.BulkOperation;
import dev.baton.jobservice.BulkRequest;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Action;
import dev.baton.plugin.BulkResult;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobRun;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes every job that a filter selects, as far as the owners of the bulk job may change it. The
 * status message contains the counts; the result also contains the ids and the reasons.
 */
public final class ChangeJobs<P extends ChangeJobs.Options> implements Action<P> {

  private static final String BY_EARLIER_ATTEMPT = "Not selected any more";

  /** The parameters of one bulk operation, such as cancel. */
  interface Options {
    BulkRequest request();
  }

  public record Cancel(
      @Doc("Which jobs, in the CIMI filter language") String filter,
      @Doc("Only jobs in these states: QUEUED, RUNNING; both unless set")
          @Nullable Set<JobState> states,
      @Doc("Limit of matching jobs; above it, nothing is changed") @Default("10000") int max,
      @Doc("Whether flows are reverted; unless set, only those of revertedActions")
          @Nullable Boolean revert,
      @Doc("Actions whose jobs revert their work when they are cancelled")
          @Nullable Set<String> revertedActions)
      implements Options {
    public Cancel {
      cancel(filter, states, max, revert, revertedActions);
    }

    @Override
    public BulkRequest request() {
      return cancel(filter, states, max, revert, revertedActions);
    }
  }

  public record Retry(
      @Doc("Which jobs, in the CIMI filter language") String filter,
      @Doc("Only jobs in these states, any but RUNNING; FAILED and CANCELED unless set")
          @Nullable Set<JobState> states,
      @Doc("Limit of matching jobs; above it, nothing is changed") @Default("10000") int max)
      implements Options {
    public Retry {
      requestOf(BulkOperation.RETRY, filter, states, max);
    }

    @Override
    public BulkRequest request() {
      return requestOf(BulkOperation.RETRY, filter, states, max);
    }
  }

  public record Delete(
      @Doc("Which jobs, in the CIMI filter language") String filter,
      @Doc("Only jobs in these states; the final ones unless set") @Nullable Set<JobState> states,
      @Doc("Limit of matching jobs; above it, nothing is changed") @Default("10000") int max)
      implements Options {
    public Delete {
      requestOf(BulkOperation.DELETE, filter, states, max);
    }

    @Override
    public BulkRequest request() {
      return requestOf(BulkOperation.DELETE, filter, states, max);
    }
  }

  public record SetPriority(
      @Doc("Which jobs, in the CIMI filter language") String filter,
      @Doc("Only jobs in these states: QUEUED, RUNNING; QUEUED unless set")
          @Nullable Set<JobState> states,
      @Doc("Limit of matching jobs; above it, nothing is changed") @Default("10000") int max,
      @Doc("The new priority, 0 (most urgent) to 999") int priority)
      implements Options {
    public SetPriority {
      prioritize(filter, states, max, priority);
    }

    @Override
    public BulkRequest request() {
      return prioritize(filter, states, max, priority);
    }
  }

  @Override
  public void run(JobRun run, P options) throws InterruptedException, HandedOverException {
    BulkRequest request = options.request();
    BulkChange change = JobService.bulk(run.job(), run.jobs(), request);
    long left = change.matches().count();
    BulkResult result = started(run, left);
    boolean isDone = change.run(result, soFar -> report(run, request.operation(), soFar));
    if (!isDone) {
      run.handOver();
    }
    run.message(BulkChangeProgress.of(result).text(request.operation()));
    run.result(result.toNode());
  }

  /**
   * Returns the counts from which this attempt continues. Jobs that an earlier attempt changed
   * often no longer match the filter. Of the jobs that no longer match, this method counts as many
   * as changed as the earlier attempt reported, and the others as skipped.
   *
   * @param left the number of jobs that still match
   */
  private static BulkResult started(JobRun run, long left) {
    BulkChangeProgress earlier =
        run.attempt() > 1
            ? BulkChangeProgress.parse(run.job().status().statusMessage()).orElse(null)
            : null;
    if (earlier == null || earlier.total() <= left) {
      return new BulkResult(left);
    }
    long gone = earlier.total() - left;
    long succeeded = Math.min(gone, earlier.changed());
    BulkResult result = new BulkResult(earlier.total());
    result.addSuccess(List.of(), succeeded);
    result.addErrors(BulkResult.Category.SKIPPED, BY_EARLIER_ATTEMPT, gone - succeeded);
    return result;
  }

  private static boolean report(JobRun run, BulkOperation operation, BulkResult result) {
    run.message(BulkChangeProgress.of(result).text(operation));
    run.progress(Math.min(99, result.progress()));
    return !run.stopRequested();
  }

  private static BulkRequest cancel(
      String filter,
      @Nullable Set<JobState> states,
      int max,
      @Nullable Boolean revert,
      @Nullable Set<String> revertedActions) {
    return new BulkRequest(
        BulkOperation.CANCEL, filter, orEmpty(states), max, revert, orEmpty(revertedActions), null);
  }

  private static BulkRequest prioritize(
      String filter, @Nullable Set<JobState> states, int max, int priority) {
    return new BulkRequest(
        BulkOperation.PRIORITY,
        filter,
        orEmpty(states),
        max,
        null,
        Set.of(),
        new Priority(priority));
  }

  private static BulkRequest requestOf(
      BulkOperation operation, String filter, @Nullable Set<JobState> states, int max) {
    return new BulkRequest(operation, filter, orEmpty(states), max, null, Set.of(), null);
  }

  private static <T> Set<T> orEmpty(@Nullable Set<T> set) {
    return set == null ? Set.of() : set;
  }
}
