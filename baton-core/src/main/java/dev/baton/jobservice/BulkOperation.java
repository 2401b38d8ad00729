// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Right;
import dev.baton.job.JobState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The operation that a bulk request applies to each job that its filter selects. */
public enum BulkOperation {
  /** Cancels jobs that are not final. */
  CANCEL(
      List.of(Right.MANAGE),
      EnumSet.of(JobState.QUEUED, JobState.RUNNING),
      EnumSet.of(JobState.QUEUED, JobState.RUNNING)),
  /** Posts a copy of each final job, and makes each waiting job due. */
  RETRY(
      List.of(Right.MANAGE, Right.VIEW_DATA),
      EnumSet.complementOf(EnumSet.of(JobState.RUNNING)),
      EnumSet.of(JobState.FAILED, JobState.CANCELED)),
  /** Removes jobs with their logs and history. */
  DELETE(
      List.of(Right.DELETE),
      EnumSet.allOf(JobState.class),
      EnumSet.of(JobState.SUCCESS, JobState.FAILED, JobState.CANCELED)),
  /** Sets the priority of jobs that are not final. */
  PRIORITY(
      List.of(Right.EDIT_DATA),
      EnumSet.of(JobState.QUEUED, JobState.RUNNING),
      EnumSet.of(JobState.QUEUED));

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<Right> rights;

  @SuppressWarnings("ImmutableEnumChecker") // The set is never modified.
  private final Set<JobState> allowedStates;

  @SuppressWarnings("ImmutableEnumChecker") // The set is never modified.
  private final Set<JobState> defaultStates;

  BulkOperation(List<Right> rights, Set<JobState> allowedStates, Set<JobState> usualStates) {
    this.rights = rights;
    this.allowedStates = allowedStates;
    this.defaultStates = usualStates;
  }

  /** The name in the API, such as {@code bulk-cancel}. */
  public String apiName() {
    return "bulk-" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * The name of the action with which a job carries out the operation, such as {@code
   * bulk_cancel_job}.
   */
  public String action() {
    return apiName().replace('-', '_') + "_job";
  }

  /** The rights that the caller must have on a job. */
  public List<Right> rights() {
    return rights;
  }

  /** The states in which this operation can change a job. */
  public Set<JobState> allowedStates() {
    return EnumSet.copyOf(allowedStates);
  }

  /** The states of the jobs that the operation changes if the request names no states. */
  public Set<JobState> defaultStates() {
    return EnumSet.copyOf(defaultStates);
  }

  /** The operation with this {@link #apiName()}, if there is one. */
  public static Optional<BulkOperation> named(String word) {
    return Arrays.stream(values()).filter(each -> each.apiName().equals(word)).findFirst();
  }
}
