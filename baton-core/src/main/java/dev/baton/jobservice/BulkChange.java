// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.Jobs;
import dev.baton.job.Priority;
import dev.baton.plugin.BulkResult;
import java.util.List;
import java.util.Objects;

/**
 * Carries out a bulk request for one caller. Each job is changed separately, so that a refusal for
 * one job does not stop the other changes. Repeating a request after an interruption is safe: no
 * job is retried twice under one key.
 */
public final class BulkChange {

  /** Learns the progress of a bulk request, and may stop it. */
  @FunctionalInterface
  public interface Observer {
    /**
     * Called before the first change, and then before each 20 further changes. A deletion deletes
     * up to 200 jobs at once, so it is called before each of these. It is not called after the last
     * change.
     *
     * @param result the changes so far
     * @return false to stop the request
     */
    boolean shouldContinue(BulkResult result);
  }

  private static final int PAGE = 200;
  private static final int CHANGES_PER_REPORT = 20;
  private static final String CHANGED_MEANWHILE = "Changed meanwhile";
  private static final String NOT_STOPPED =
      "Holds a unique key until its executor has stopped it; delete it later";

  private final Jobs jobs;
  private final BulkRequest request;
  private final BulkSelection selection;
  private final String key;

  BulkChange(Jobs jobs, BulkSelection selection, String key) {
    this.jobs = jobs;
    this.request = selection.request();
    this.selection = selection;
    this.key = key;
  }

  /**
   * Returns the jobs that the request would change now. Changes nothing.
   *
   * @throws InvalidInputException if there are more than the request allows
   */
  public BulkMatches matches() {
    BulkMatches matches = selection.matches();
    if (matches.count() > request.max()) {
      throw new InvalidInputException(
          "the filter matches at least "
              + matches.count()
              + " jobs, more than max "
              + request.max()
              + "; nothing was changed. Narrow the filter, or allow more with max (up to "
              + BulkRequest.LARGEST_MAX
              + ")");
    }
    return matches;
  }

  /**
   * Changes all jobs that match.
   *
   * @param result this method adds the result of each change to it
   * @return false if the observer stopped the request
   */
  public boolean run(BulkResult result, Observer observer) throws InterruptedException {
    List<Job> page = selection.after(null, PAGE);
    while (!page.isEmpty()) {
      if (!observer.shouldContinue(result)) {
        return false;
      }
      if (!change(selection.changeable(page), result, observer)) {
        return false;
      }
      // A short page need not be the last page, because jobs that cannot be read are left out.
      page = selection.after(page.getLast(), PAGE);
    }
    return true;
  }

  private boolean change(List<Job> page, BulkResult result, Observer observer)
      throws InterruptedException {
    if (request.operation() == BulkOperation.DELETE) {
      delete(page, result);
      return true;
    }
    for (int i = 0; i < page.size(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (i > 0 && i % CHANGES_PER_REPORT == 0 && !observer.shouldContinue(result)) {
        return false;
      }
      change(page.get(i), result);
    }
    return true;
  }

  /**
   * Deletes a page of jobs in few transactions. The store checks the right to delete again, because
   * it may have changed since the page was read.
   */
  private void delete(List<Job> page, BulkResult result) {
    if (page.isEmpty()) {
      return;
    }
    List<JobId> ids = page.stream().map(Job::id).toList();
    int deleted = (int) Math.min(page.size(), jobs.deleteAll(selection.stillMatching(ids)));
    boolean isAll = deleted == page.size();
    result.addSuccess(isAll ? ids.stream().map(JobId::toString).toList() : List.of(), deleted);
    if (!isAll) {
      int left = page.size() - deleted;
      long kept = jobs.search(JobQuery.of(selection.stillMatching(ids), 0)).count();
      result.addErrors(BulkResult.Category.SKIPPED, NOT_STOPPED, Math.min(kept, left));
      result.addErrors(BulkResult.Category.SKIPPED, CHANGED_MEANWHILE, Math.max(left - kept, 0));
    }
  }

  private void change(Job job, BulkResult result) {
    try {
      result.addSuccess(List.of(changed(job).toString()), 1);
    } catch (LostClaimException | UnavailableException e) {
      throw e;
    } catch (BatonException e) {
      BulkResult.Category category =
          isStillSelected(job.id()) ? BulkResult.Category.FAILED : BulkResult.Category.SKIPPED;
      String reason = category == BulkResult.Category.FAILED ? e.code() : CHANGED_MEANWHILE;
      result.addError(category, reason, job.id().toString(), e.getMessage());
    }
  }

  private boolean isStillSelected(JobId id) {
    Filter filter = selection.stillMatching(List.of(id));
    return !jobs.search(JobQuery.of(filter, 1)).jobs().isEmpty();
  }

  /**
   * Changes one job. Returns the id of the job that was changed; for a retry of a final job, the id
   * of the copy that was posted.
   */
  private JobId changed(Job job) {
    return switch (request.operation()) {
      case CANCEL -> cancelled(job).id();
      case RETRY -> jobs.retryOnce(job.id(), key).id();
      case DELETE -> throw new IllegalStateException("deleted by page");
      case PRIORITY -> prioritised(job.id()).id();
    };
  }

  private Job cancelled(Job job) {
    return request.reverts(job.spec().action())
        ? jobs.cancelAndRevert(job.id())
        : jobs.cancel(job.id());
  }

  private Job prioritised(JobId id) {
    Priority priority = Objects.requireNonNull(request.priority(), "priority is null");
    return jobs.edit(
        id, stored -> stored.withSpec(stored.spec().toBuilder().priority(priority).build()));
  }
}
