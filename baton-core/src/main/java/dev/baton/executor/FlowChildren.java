// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.desk.RunService;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.ChildJobs;
import dev.baton.flow.Container;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.logbook.LogbookStore;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The jobs that the flow of a run posts. */
final class FlowChildren implements ChildJobs {

  private static final String UNDO = "/undo";

  /** Of jobs that go on with the flow of one that went on with …; more is no use to anybody. */
  private static final int MOST_ORIGINS = 100;

  private final Job parent;
  private final Jobs jobs;
  private final LogbookStore logbook;
  private final RunService desk;
  private final RunView view;
  private final Predicate<String> endsInOrder;

  FlowChildren(Job parent, RunContext context, LogbookStore logbook, RunView view) {
    this.parent = parent;
    this.jobs = context.desk().forRun(parent);
    this.logbook = logbook;
    this.desk = context.desk();
    this.view = view;
    this.endsInOrder = context.endsInOrder();
  }

  @Override
  public JobId idOf(String key) {
    return JobId.ofChild(parent.id(), key);
  }

  @Override
  public JobId post(String key, JobSpec spec) {
    return told(desk.postChild(parent, key, spec), spec);
  }

  @Override
  public JobId run(String key, Container container) {
    JobSpec spec = container.spec();
    return told(desk.postChildOfAuthor(parent, key, spec), spec);
  }

  private JobId told(Posted posted, JobSpec spec) {
    if (posted.isNew()) {
      view.log("posted " + posted.id() + " (" + spec.action() + "), to be waited for");
    }
    return posted.id();
  }

  /** Also one that was posted by the job with whose flow this one goes on. */
  @Override
  public Optional<Job> posted(String key) {
    String own = parent.id() + "/";
    Job poster = parent;
    for (int i = 0; i < MOST_ORIGINS; i++) {
      String its = key.startsWith(own) ? poster.id() + "/" + key.substring(own.length()) : key;
      Optional<Job> child = jobs.find(JobId.ofChild(poster.id(), its));
      Continuation continuation = Continuation.of(poster);
      Job origin = continuation == null ? null : jobs.find(continuation.job()).orElse(null);
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
  public @Nullable JobId undo(String key) {
    Job child = posted(key).orElse(null);
    if (child == null) {
      return null;
    }
    if (!child.state().isFinal()) {
      cancel(child);
      return child.id();
    }
    return hasEffects(child) ? undo(key + UNDO, child) : null;
  }

  /**
   * Its flow is reverted first, if it has one that began; a container is deleted first. A child
   * that has not begun may begin before the store is asked: it is told, in case it runs a flow, and
   * the next look ends it if it does not.
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
    return endsInOrder.test(child.spec().action())
        || logbook.findFor(parent, child.id()).isPresent();
  }

  /** Whether its flow left something; of what a plain action did nothing is known. */
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
