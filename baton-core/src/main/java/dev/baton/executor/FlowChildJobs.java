// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.ChildJobs;
import dev.baton.flow.Container;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.logbook.LogbookStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Posts, finds and reverts the child jobs of a flow. */
record FlowChildJobs(
    Job parent, Jobs jobs, ExecutorContext context, LogbookStore logbook, ExecutorJobRun view)
    implements ChildJobs {

  private static final String REVERT = "/undo";

  /**
   * The maximum number of jobs that are searched for a child: this job, the job whose flow it
   * continues, the job whose flow that job continues, and so on. Any of them may have posted the
   * child.
   */
  private static final int MOST_ORIGINS = 100;

  @Override
  public JobId idOf(String key) {
    return JobId.ofChild(parent.id(), key);
  }

  @Override
  public JobId post(String key, JobSpec spec) {
    return logPost(context.jobService().postChild(parent, key, spec), spec);
  }

  @Override
  public JobId run(String key, Container container) {
    JobSpec spec = container.spec();
    return logPost(context.jobService().postChildWithAuthorRights(parent, key, spec), spec);
  }

  private JobId logPost(PostResult postResult, JobSpec spec) {
    if (postResult.isNew()) {
      view.log("posted " + postResult.id() + " (" + spec.action() + "); the flow waits for it");
    }
    return postResult.id();
  }

  /** Also finds a child that was posted by the job whose flow this job continues. */
  @Override
  public Optional<Job> findPosted(String key) {
    String own = parent.id() + "/";
    Job poster = parent;
    for (int i = 0; i < MOST_ORIGINS; i++) {
      String its = key.startsWith(own) ? poster.id() + "/" + key.substring(own.length()) : key;
      Optional<Job> child = jobs.find(JobId.ofChild(poster.id(), its));
      FlowContinuation flowContinuation = FlowContinuation.of(poster);
      Job origin = flowContinuation == null ? null : jobs.find(flowContinuation.job()).orElse(null);
      if (child.isPresent() || origin == null) {
        return child;
      }
      poster = origin;
    }
    return Optional.empty();
  }

  @Override
  public Job find(JobId child) {
    return jobs.find(child)
        .orElseThrow(
            () -> new NotFoundException(child + ", which this flow waits for, was deleted"));
  }

  @Override
  public @Nullable JobId revert(String key) {
    Job child = findPosted(key).orElse(null);
    if (child == null) {
      return null;
    }
    if (!child.state().isFinal()) {
      cancel(child);
      return child.id();
    }
    return hasEffects(child) ? revertChild(key + REVERT, child) : null;
  }

  /**
   * Cancels a child that is not final. A child that has started, has no stored flow and whose
   * action does not handle a cancel is cancelled at once. Every other child gets the cancel signal,
   * so that it reverts its flow or deletes its container first. A child that has not started also
   * gets the signal: it may start before the store handles the call, and may run a flow. The next
   * check cancels the child if it ignores the signal.
   */
  private void cancel(Job child) {
    try {
      if (child.status().attempt() > 0 && !endsInItsOwnWay(child)) {
        jobs.cancel(child.id());
      } else if (!child.status().signals().containsKey(Jobs.CANCEL_SIGNAL)) {
        jobs.cancelAndRevert(child.id());
      }
    } catch (ForbiddenException e) {
      if (!find(child.id()).state().isFinal()) {
        throw e;
      }
    }
  }

  private boolean endsInItsOwnWay(Job child) {
    return context.handlesCancel().test(child.spec().action())
        || logbook.findFor(parent, child.id()).isPresent();
  }

  /**
   * Whether the flow of the child left effects. False for a child without a flow, because the
   * effects of its action are unknown and cannot be reverted.
   */
  private boolean hasEffects(Job child) {
    return logbook
        .findFor(parent, child.id())
        .map(book ->
            switch (book.flow().state()) {
              case RUNNING, SUSPENDING, SUSPENDED, RESUMING, SUCCESS, FAILURE -> true;
              case PENDING, REVERTED -> false;
            })
        .orElse(false);
  }

  private @Nullable JobId revertChild(String key, Job child) {
    PostResult postResult = context.jobService().postRevert(parent, key, child);
    if (postResult.isNew()) {
      view.log("posted " + postResult.id() + ", which reverts the flow of " + child.id());
    }
    Job reverting = find(postResult.id());
    return switch (reverting.state()) {
      case QUEUED, RUNNING -> reverting.id();
      case SUCCESS -> null;
      case FAILED, CANCELED ->
          throw new ConflictException(
              reverting.id()
                  + ", which had to revert the flow of "
                  + child.id()
                  + ", is "
                  + reverting.state()
                  + ": "
                  + reverting.status().statusMessage()
                  + "; remove the cause, then: baton job revert "
                  + reverting.id());
    };
  }
}
