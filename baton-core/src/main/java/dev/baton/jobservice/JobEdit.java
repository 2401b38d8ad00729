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
 * One edit of a stored job. A change that the caller may not make is ignored, not refused. Nuvla
 * does the same, because its clients send back the whole document, with all attributes.
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

  /** Returns the job with the caller as its last editor. */
  static Job by(Caller caller, Job job) {
    return job.edited(job.spec(), job.status(), job.acl(), caller.userId());
  }

  /**
   * Returns the job in this state, with the values of progress, start and end that follow from the
   * state.
   */
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
   * Whether the caller may edit the attributes that need {@code edit-data}. Users may not edit jobs
   * that Baton itself posted, because other requests rely on these jobs. They may cancel such a
   * job; then the next request posts it again.
   */
  private boolean mayEditData() {
    return may(Right.EDIT_DATA) && mayChangeWork();
  }

  private boolean mayChangeWork() {
    return caller.isAdmin() || !stored.origin().isOwnWork();
  }

  /**
   * Whether the caller may edit the unique key. Unique keys are unique among the jobs of the
   * origin's owner. Any other caller could occupy a key that the owner needs.
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

  /**
   * Returns the status after the edit. An edit cannot change attempts, owner and token, which only
   * executors change, and signals, which have an operation of their own.
   */
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
   * Whether the edit parks a bulk job. Foreign executors, which log in as administrators, add a tag
   * when a bulk job waits for its children. If a user adds the same tag, it has no effect.
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
