// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.assertion;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobState;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Assertions on one job. */
public final class JobAssert extends AbstractAssert<JobAssert, Job> {

  JobAssert(Job job) {
    super(job, JobAssert.class);
  }

  public JobAssert hasState(JobState state) {
    return same("state", job().state(), state);
  }

  public JobAssert isFinal() {
    Assertions.assertThat(job().state().isFinal())
        .as("%s is %s, which is final", job().id(), job().state())
        .isTrue();
    return same("progress of a final job", job().status().progress(), 100);
  }

  public JobAssert hasProgress(int percent) {
    return same("progress", job().status().progress(), percent);
  }

  public JobAssert hasAttempt(int attempt) {
    return same("attempt", job().status().attempt(), attempt);
  }

  public JobAssert hasFailures(int failures) {
    return same("failures", job().status().failures(), failures);
  }

  public JobAssert hasOwner(@Nullable String owner) {
    return same("owner", job().status().owner(), owner);
  }

  public JobAssert hasStatusMessage(@Nullable String message) {
    return same("status message", job().status().statusMessage(), message);
  }

  public JobAssert hasReturnCode(@Nullable Integer code) {
    return same("return code", job().status().returnCode(), code);
  }

  /** Asserts that the job has exactly these events, in this order. */
  public JobAssert hasHistory(JobHistory history, JobEvent.Kind... kinds) {
    List<JobEvent.Kind> actual = history.of(job().id()).stream().map(JobEvent::kind).toList();
    return same("history", actual, List.of(kinds));
  }

  private Job job() {
    return Objects.requireNonNull(actual, "job is null");
  }

  private JobAssert same(String what, @Nullable Object found, @Nullable Object expected) {
    Assertions.assertThat(found).as("%s of %s", what, job().id()).isEqualTo(expected);
    return this;
  }
}
