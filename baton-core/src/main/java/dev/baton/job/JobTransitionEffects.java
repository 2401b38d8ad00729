// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import dev.baton.error.ConflictException;
import dev.baton.service.SaturatedTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes the new document of a job for each change of the job. All methods are pure functions.
 * Every store must produce the same documents, whether it calls these methods or changes the job by
 * a query. Each change sets {@code updated} and raises the revision by one.
 */
public final class JobTransitionEffects {

  private static final int ALL_DONE = 100;

  private JobTransitionEffects() {}

  /** Returns the job after an executor has started or resumed it under a new claim. */
  public static Job claimed(Job job, String owner, long token, Instant now) {
    JobStatus old = job.status();
    JobStatusBuilder status =
        old.toBuilder()
            .state(JobState.RUNNING)
            .started(old.started() == null ? now : old.started())
            .attempt(old.attempt() + 1)
            .owner(owner)
            .token(token);
    return stored(job, job.spec(), status, now);
  }

  /**
   * Returns the {@link JobStatus#takeovers()} of a job after its claim ended. An abandon resets the
   * count. A lost lease adds one. If the executor closes its board session while it holds the
   * claim, the count stays the same: executors do this when they stop, but also after they lost
   * their lease, and the board cannot tell the two cases apart. The count also stays the same if no
   * code of the job ran under the claim.
   */
  public static int takeovers(Job job, ClaimEnd end) {
    return switch (end) {
      case ABANDONED -> 0;
      case ABANDONED_UNSTARTED, BOARD_LEFT -> job.status().takeovers();
      case LEASE_LOST -> job.status().takeovers() + 1;
    };
  }

  /** Returns the job after a write of its executor. */
  public static Job written(Job job, RunWrite write, Instant now) {
    return switch (write) {
      case RunWrite.Report report -> reported(job, report, now);
      case RunWrite.End end -> ended(job, end, now);
      case RunWrite.Retry retry -> retried(job, retry, now);
      case RunWrite.Wait wait -> waiting(job, wait, now);
      case RunWrite.Park park -> parked(job, park, now);
    };
  }

  private static Job reported(Job job, RunWrite.Report report, Instant now) {
    JobStatus old = job.status();
    JobSpecBuilder spec =
        job.spec().toBuilder()
            .tags(Objects.requireNonNullElse(report.tags(), job.spec().tags()))
            .affected(Objects.requireNonNullElse(report.affected(), job.spec().affected()));
    boolean advances = report.progress() != null && report.progress() > old.progress();
    JobStatusBuilder status =
        old.toBuilder()
            .takeovers(advances ? 0 : old.takeovers())
            .progress(Objects.requireNonNullElse(report.progress(), old.progress()))
            .statusMessage(bounded(report.statusMessage(), old.statusMessage()))
            .nestedJobs(Objects.requireNonNullElse(report.nestedJobs(), old.nestedJobs()))
            .location(report.location() == null ? old.location() : report.location());
    return stored(job, spec.build(), status, now);
  }

  private static Job ended(Job job, RunWrite.End end, Instant now) {
    JobStatus old = job.status();
    JobStatusBuilder status =
        old.toBuilder()
            .state(end.state())
            .progress(ALL_DONE)
            .statusMessage(bounded(end.statusMessage(), old.statusMessage()))
            .returnCode(end.returnCode() == null ? old.returnCode() : end.returnCode())
            .ended(now)
            .failures(old.failures() + (end.state() == JobState.FAILED ? 1 : 0))
            .result(end.result() == null ? old.result() : end.result())
            .lastError(bounded(end.lastError(), old.lastError()));
    return stored(job, job.spec(), status, now);
  }

  private static Job retried(Job job, RunWrite.Retry retry, Instant now) {
    JobStatus old = job.status();
    JobSpecBuilder spec =
        job.spec().toBuilder()
            .notBefore(SaturatedTime.plus(now, retry.delay()))
            .mode(retry.toPull() ? ExecutionMode.PULL : job.spec().mode());
    JobStatusBuilder status =
        old.toBuilder()
            .state(JobState.QUEUED)
            .takeovers(0)
            .statusMessage(bounded(retry.statusMessage(), old.statusMessage()))
            .failures(old.failures() + 1)
            .location(null)
            .lastError(bounded(retry.lastError(), old.lastError()));
    return stored(job, spec.build(), status, now);
  }

  private static Job waiting(Job job, RunWrite.Wait wait, Instant now) {
    boolean signalled = !job.status().signals().equals(wait.seen());
    JobSpec spec = job.spec().toBuilder().notBefore(signalled ? now : wait.until()).build();
    JobStatusBuilder status =
        job.status().toBuilder()
            .state(JobState.QUEUED)
            .takeovers(0)
            .statusMessage(JobStatus.bounded(wait.statusMessage()));
    return stored(job, spec, status, now);
  }

  private static Job parked(Job job, RunWrite.Park park, Instant now) {
    JobStatus old = job.status();
    JobStatusBuilder status =
        old.toBuilder()
            .parked(true)
            .takeovers(0)
            .statusMessage(bounded(park.statusMessage(), old.statusMessage()));
    return stored(job, job.spec().toBuilder().tags(park.tags()).build(), status, now);
  }

  /**
   * Returns the exception that refuses to delete a job, because the job holds a unique key and an
   * executor has the job.
   *
   * @param owner the name of that executor
   */
  public static ConflictException uniqueKeyHeldException(
      JobId id, String key, @Nullable String owner) {
    return uniqueKeyHeldException(
        id + " cannot be deleted yet",
        key,
        owner,
        "Cancel the job unless it is final, and delete it when the executor has stopped it");
  }

  /**
   * Refuses an edit that would free the unique key of a job while an executor has the job.
   * Otherwise another job with the key could run at the same time.
   *
   * @throws ConflictException if the edit changes the key, or takes the job from its executor
   */
  public static void checkKeepsUniqueKey(Job stored, Job edited) {
    String key = stored.spec().uniqueKey();
    boolean changes = !Objects.equals(key, edited.spec().uniqueKey());
    if (key != null && (changes || edited.state() == JobState.QUEUED)) {
      throw uniqueKeyHeldException(
          stored.id() + (changes ? " cannot change its unique-key yet" : " cannot be QUEUED yet"),
          key,
          stored.status().owner(),
          "Cancel the job, and post another one");
    }
  }

  private static ConflictException uniqueKeyHeldException(
      String refused, String key, @Nullable String owner, String remedy) {
    return new ConflictException(
        refused
            + ": it holds unique-key '"
            + key
            + "' until executor '"
            + owner
            + "' has stopped it. "
            + remedy);
  }

  /**
   * Returns the job after an edit through the API.
   *
   * @param stored the job in the store
   * @param edited the job that the caller wants; its attempt, failures, takeovers, owner, token and
   *     location are ignored
   * @throws dev.baton.error.ConflictException if the transition is not allowed
   */
  public static Job edited(Job stored, Job edited, Instant now) {
    JobStatus old = stored.status();
    JobStatus wanted = edited.status();
    boolean ends = wanted.state().isFinal();
    boolean starts = wanted.state() == JobState.RUNNING && wanted.started() == null;
    JobStatusBuilder status =
        wanted.toBuilder()
            .progress(ends ? ALL_DONE : wanted.progress())
            .statusMessage(bounded(wanted.statusMessage(), null))
            .started(starts ? now : wanted.started())
            .ended(ends ? now : null)
            .parked(wanted.parked() && wanted.state() == JobState.RUNNING)
            .attempt(old.attempt())
            .failures(old.failures())
            .takeovers(wanted.state() == JobState.QUEUED ? 0 : old.takeovers())
            .owner(old.owner())
            .token(old.token())
            .location(old.location());
    Job changed = stored.edited(edited.spec(), old, edited.acl(), edited.updatedBy());
    return stored(changed, edited.spec(), status, now);
  }

  /**
   * Whether an edit parks a running job. Executors of other software edit a bulk job in this way
   * when it waits for its children, and then take the job off the board.
   */
  public static boolean isParkedBy(Job stored, Job edited) {
    return stored.state() == JobState.RUNNING
        && edited.state() == JobState.RUNNING
        && !stored.status().parked()
        && edited.status().parked();
  }

  private static @Nullable String bounded(@Nullable String text, @Nullable String absent) {
    return text == null ? absent : JobStatus.bounded(text);
  }

  /**
   * Sets {@code updated}, the revision, and the time of the status change. As in Nuvla, each write
   * of a job that has a status message sets that time.
   */
  private static Job stored(Job job, JobSpec spec, JobStatusBuilder status, Instant now) {
    JobStatus built = status.build();
    JobTransitions.check(job.id(), job.state(), built.state());
    if (built.statusMessage() != null) {
      built = status.timeOfStatusChange(now).build();
    }
    return job.withSpec(spec).withStatus(built).written(now);
  }
}
