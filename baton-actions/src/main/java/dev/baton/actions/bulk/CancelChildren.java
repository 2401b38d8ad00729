// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.plugin.Action;
import dev.baton.plugin.Doc;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the children of a job in the same way as a direct cancel does. Ends when every child is
 * final or has received the request to cancel and revert itself.
 */
public final class CancelChildren implements Action<CancelChildren.Options> {

  public record Options(
      @Doc("Actions whose jobs revert their work when they are cancelled")
          @Nullable Set<String> revertedActions) {

    /** Cancels the child at once, or asks it to revert its work and then end. */
    Job cancel(Jobs jobs, Job child) {
      return revertedActions != null && revertedActions.contains(child.spec().action())
          ? jobs.cancelAndRevert(child.id())
          : jobs.cancel(child.id());
    }
  }

  @Override
  public void run(JobRun run, Options options) throws JobFailedException {
    JobId parent = TargetJob.of(run);
    Set<JobId> seen = new HashSet<>();
    List<String> failures = new ArrayList<>();
    int cancelled = 0;
    List<Job> next = live(run.jobs(), parent, seen);
    // Starts again from the first page, because the parent may have posted more children until it
    // was stopped.
    while (!next.isEmpty()) {
      for (Job child : next) {
        seen.add(child.id());
        cancelled += cancel(run.jobs(), child, options, failures) ? 1 : 0;
      }
      next = live(run.jobs(), parent, seen);
    }
    String said = "Cancelled " + cancelled + (cancelled == 1 ? " child job" : " child jobs");
    run.message(said);
    if (!failures.isEmpty()) {
      throw new JobFailedException(
          1, said + "; failed for " + failures.size() + ": " + failures.getFirst());
    }
  }

  /**
   * Searches page by page and returns the children that are not in {@code seen}, from the first
   * page that has such children. A child that was asked to revert its work may stay in the search
   * result for a long time, so the first page alone is not enough.
   */
  private static List<Job> live(Jobs jobs, JobId parent, Set<JobId> seen) {
    Filter live = JobFilters.childrenOf(parent, Set.of(JobState.QUEUED, JobState.RUNNING));
    for (int from = 0; ; from += JobQuery.MAX_PAGE) {
      JobPage page =
          jobs.search(
              new JobQuery(live, null, List.of(), from + 1, from + JobQuery.MAX_PAGE, List.of()));
      List<Job> unseen = page.jobs().stream().filter(job -> !seen.contains(job.id())).toList();
      if (!unseen.isEmpty() || page.count() <= from + JobQuery.MAX_PAGE) {
        return unseen;
      }
    }
  }

  /**
   * Cancels a child. Returns false if the child ended in the meantime or could not be cancelled.
   */
  private static boolean cancel(Jobs jobs, Job child, Options options, List<String> failures) {
    try {
      options.cancel(jobs, child);
      return true;
    } catch (ForbiddenException | NotFoundException e) {
      boolean ended = jobs.find(child.id()).map(job -> job.state().isFinal()).orElse(true);
      if (!ended) {
        failures.add(String.valueOf(e.getMessage()));
      }
      return false;
    } catch (LostClaimException | UnavailableException e) {
      // The exception concerns the run of this action, not the child job.
      throw e;
    } catch (RuntimeException e) {
      failures.add(child.id() + ": " + e.getMessage());
      return false;
    }
  }
}
