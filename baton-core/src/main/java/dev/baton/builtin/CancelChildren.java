// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.plugin.Action;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cancels what a job posted, until nothing of it is left that is not final. */
final class CancelChildren implements Action<CancelChildren.Options> {

  /** It takes none: its target says it all. */
  record Options() {}

  @Override
  public void run(JobRun run, Options options) throws JobFailedException {
    JobId parent = Target.of(run);
    Set<JobId> seen = new HashSet<>();
    List<String> failures = new ArrayList<>();
    int cancelled = 0;
    List<Job> next = live(run.jobs(), parent, seen);
    // Again from the start, as the parent may have posted more until it was stopped.
    while (!next.isEmpty()) {
      for (Job child : next) {
        seen.add(child.id());
        cancelled += cancel(run.jobs(), child.id(), failures) ? 1 : 0;
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

  private static List<Job> live(Jobs jobs, JobId parent, Set<JobId> seen) {
    Set<JobState> states = Set.of(JobState.QUEUED, JobState.RUNNING);
    JobQuery query = JobQuery.of(JobFilters.childrenOf(parent, states), JobQuery.MAX_WINDOW);
    return jobs.search(query).jobs().stream().filter(job -> !seen.contains(job.id())).toList();
  }

  /** False if it ended by itself meanwhile, or could not be cancelled. */
  private static boolean cancel(Jobs jobs, JobId child, List<String> failures) {
    try {
      jobs.cancel(child);
      return true;
    } catch (ForbiddenException | NotFoundException e) {
      boolean ended = jobs.find(child).map(job -> job.state().isFinal()).orElse(true);
      if (!ended) {
        failures.add(String.valueOf(e.getMessage()));
      }
      return false;
    } catch (LostClaimException | UnavailableException e) {
      // About this run, not about the child.
      throw e;
    } catch (RuntimeException e) {
      failures.add(child + ": " + e.getMessage());
      return false;
    }
  }
}
