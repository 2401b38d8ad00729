// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.job.Job;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobTransitions;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One edit of a stored job. Changes that the caller may not make are ignored, not refused, as in
 * Nuvla, because clients send back whole documents.
 */
public record JobEdit(Job stored, Caller caller, Instant now, Consumer<JobSpec> check) {

  /**
   * Returns the edited job as it may be stored.
   *
   * @throws dev.baton.error.ConflictException if the stored job is final, or its state may not
   *     change to the new state
   */
  Job apply(UnaryOperator<Job> edit) {
    JobTransitions.check(stored.id(), stored.state(), stored.state());
    Job requested = edit.apply(stored);
    JobTransitions.check(stored.id(), stored.state(), requested.state());
    JobSpec spec = spec(requested.spec());
    if (!spec.action().equals(stored.spec().action())
        || !Objects.equals(spec.payload(), stored.spec().payload())) {
      check.accept(spec);
    }
    if (!spec.equals(stored.spec())) {
      CheckControlCharacters.check(spec);
    }
    Job allowed =
        stored.edited(
            spec,
            mayEditData() ? status(requested) : stored.status(),
            acl(requested.acl()),
            caller.userId());
    return inState(allowed, allowed.state(), now);
  }

  /** The job with the caller as its last editor. */
  static Job by(Caller caller, Job job) {
    return job.edited(job.spec(), job.status(), job.acl(), caller.userId());
  }

  /** The job in this state, with all values that follow from the state. */
  public static Job inState(Job job, JobState state, Instant now) {
    JobStatus old = job.status();
    boolean isFinal = state.isFinal();
    Instant started = state == JobState.RUNNING && old.started() == null ? now : old.started();
    return job.withStatus(
        old.toBuilder()
            .state(state)
            .progress(isFinal ? 100 : old.progress())
            .statusMessage(
                old.statusMessage() == null ? null : JobStatus.bounded(old.statusMessage()))
            .timeOfStatusChange(old.statusMessage() == null ? null : now)
            .started(started)
            .ended(isFinal ? now : null)
            .build());
  }

  private boolean may(Right right) {
    return caller.may(right, stored.acl());
  }

  /**
   * Users cannot edit jobs that Baton posted for itself, because other requests rely on these jobs.
   * Users may cancel such a job; then the next request posts it again.
   */
  private boolean mayEditData() {
    return may(Right.EDIT_DATA) && mayChangeWork();
  }

  private boolean mayChangeWork() {
    return caller.isAdmin() || !stored.origin().isOwnWork();
  }

  /**
   * Unique keys belong to the owner of the origin. A caller who is not that owner could block the
   * key for the owner's jobs.
   */
  private boolean mayEditKey() {
    JobOrigin origin = stored.origin();
    return origin.distribution() == null && caller.claims().contains(origin.owner());
  }

  private JobSpec spec(JobSpec requested) {
    JobSpecBuilder allowed = requested.toBuilder();
    JobAttributes.ofSpec().stream()
        .filter(attribute -> !mayEdit(attribute.editor()))
        .forEach(attribute -> attribute.specValue().copy(stored.spec(), allowed));
    return allowed.build();
  }

  private boolean mayEdit(JobAttribute.Editor editor) {
    if (editor == JobAttribute.Editor.EDIT_META || !mayEditData()) {
      return editor == JobAttribute.Editor.EDIT_META;
    }
    return caller.isAdmin()
        || switch (editor) {
          case EDIT_META, EDIT_DATA -> true;
          case OWNER -> JobOwners.includes(stored.acl(), caller);
          case ORIGIN_OWNER -> mayEditKey();
          case ADMINISTRATOR, EDIT_ACL, RUN, STORE -> false;
        };
  }

  /** Only executors change attempts, owner and token. Signals are sent by a separate operation. */
  private JobStatus status(Job requestedJob) {
    JobStatus old = stored.status();
    JobStatus requested = requestedJob.status();
    return old.toBuilder()
        .parked(old.parked() || isParked(requestedJob))
        .state(requested.state())
        .progress(requested.progress())
        .statusMessage(requested.statusMessage())
        .timeOfStatusChange(requested.timeOfStatusChange())
        .returnCode(requested.returnCode())
        .result(requested.result())
        .lastError(requested.lastError())
        .output(requested.output())
        .nestedJobs(requested.nestedJobs())
        .build();
  }

  /**
   * Foreign executors, which log in as administrators, add a tag when a bulk job waits for its
   * children. In the edit of a user, the same tag has no meaning.
   */
  private boolean isParked(Job requested) {
    return caller.isAdmin()
        && stored.state() == JobState.RUNNING
        && requested.state() == JobState.RUNNING
        && stored.spec().action().startsWith(JobSpec.BULK_PREFIX)
        && !stored.spec().tags().contains(JobSpec.MONITOR_TAG)
        && requested.spec().tags().contains(JobSpec.MONITOR_TAG);
  }

  private Acl acl(Acl requested) {
    if (!may(Right.EDIT_ACL) || !mayChangeWork()) {
      return stored.acl();
    }
    JobOwners.checkNew(requested, stored.acl().owners(), caller);
    return requested;
  }
}
