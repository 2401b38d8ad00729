// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.desk.JobDesk;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.ChildJobs;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.logbook.LogbookStore;
import org.jspecify.annotations.Nullable;

/** The jobs that the flow of a run posts. */
final class FlowChildren implements ChildJobs {

  private static final String UNDO = "/undo";

  private final Job parent;
  private final JobStore jobs;
  private final LogbookStore logbook;
  private final JobDesk desk;
  private final RunView view;

  FlowChildren(Job parent, RunContext context, LogbookStore logbook, RunView view) {
    this.parent = parent;
    this.jobs = context.ports().jobs();
    this.logbook = logbook;
    this.desk = context.desk();
    this.view = view;
  }

  @Override
  public JobId post(String key, JobSpec spec) {
    Posted posted = desk.postChild(parent, key, spec);
    if (posted.isNew()) {
      view.log("posted " + posted.id() + " (" + spec.action() + "), to be waited for");
    }
    return posted.id();
  }

  @Override
  public Job find(JobId child) {
    return jobs.find(child)
        .orElseThrow(
            () -> new NotFoundException(child + ", which this flow waits for, was deleted"));
  }

  @Override
  public @Nullable JobId undo(String key) {
    Job child = jobs.find(JobDesk.childId(parent.id(), key)).orElse(null);
    if (child == null) {
      return null;
    }
    if (!child.state().isFinal()) {
      cancel(child);
      return child.id();
    }
    return hasEffects(child) ? undo(key + UNDO, child) : null;
  }

  /** Its flow is reverted first, if it has one that began. */
  private void cancel(Job child) {
    Jobs allowed = desk.forRun(parent);
    try {
      if (child.status().attempt() == 0 || logbook.find(child.id()).isEmpty()) {
        allowed.cancel(child.id());
      } else if (!child.status().signals().containsKey(Jobs.CANCEL_SIGNAL)) {
        allowed.cancelAndRevert(child.id());
      }
    } catch (ForbiddenException e) {
      if (!find(child.id()).state().isFinal()) {
        throw e;
      }
    }
  }

  /** Whether its flow left something; of what a plain action did nothing is known. */
  private boolean hasEffects(Job child) {
    return logbook
        .find(child.id())
        .map(book ->
            switch (book.flow().state()) {
              case RUNNING, SUSPENDING, SUSPENDED, RESUMING, SUCCESS, FAILURE -> true;
              case PENDING, REVERTED -> false;
            })
        .orElse(false);
  }

  private @Nullable JobId undo(String key, Job child) {
    Posted posted = desk.postUndo(parent, key, child);
    if (posted.isNew()) {
      view.log("posted " + posted.id() + ", to undo what " + child.id() + " did");
    }
    Job undoing = find(posted.id());
    return switch (undoing.state()) {
      case QUEUED, RUNNING -> undoing.id();
      case SUCCESS -> null;
      case FAILED, CANCELED ->
          throw new ConflictException(
              undoing.id()
                  + " was to undo what "
                  + child.id()
                  + " did and is "
                  + undoing.state()
                  + ": "
                  + undoing.status().statusMessage()
                  + "; see to it by hand: baton job revert "
                  + undoing.id());
    };
  }
}
