// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Builds {@link JobStatus}es. Each method sets the component of its name. Not thread-safe. */
public final class JobStatusBuilder {

  private JobState state = JobState.QUEUED;
  private int progress;
  private @Nullable String statusMessage;
  private @Nullable Instant timeOfStatusChange;
  private @Nullable Integer returnCode;
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private int attempt;
  private int failures;
  private int takeovers;
  private @Nullable String owner;
  private long token;
  private @Nullable JsonNode result;
  private @Nullable String lastError;
  private @Nullable String output;
  private List<JobId> nestedJobs = List.of();
  private boolean parked;
  private @Nullable RunLocation location;
  private SortedMap<String, JsonNode> signals = Collections.emptySortedMap();

  /** Starts with the values of a job that was just posted. */
  JobStatusBuilder() {}

  JobStatusBuilder(JobStatus status) {
    this.state = status.state();
    this.progress = status.progress();
    this.statusMessage = status.statusMessage();
    this.timeOfStatusChange = status.timeOfStatusChange();
    this.returnCode = status.returnCode();
    this.started = status.started();
    this.ended = status.ended();
    this.attempt = status.attempt();
    this.failures = status.failures();
    this.takeovers = status.takeovers();
    this.owner = status.owner();
    this.token = status.token();
    this.result = status.result();
    this.lastError = status.lastError();
    this.output = status.output();
    this.nestedJobs = status.nestedJobs();
    this.parked = status.parked();
    this.location = status.location();
    this.signals = status.signals();
  }

  public JobStatusBuilder state(JobState state) {
    this.state = state;
    return this;
  }

  public JobStatusBuilder progress(int progress) {
    this.progress = progress;
    return this;
  }

  public JobStatusBuilder statusMessage(@Nullable String statusMessage) {
    this.statusMessage = statusMessage;
    return this;
  }

  public JobStatusBuilder timeOfStatusChange(@Nullable Instant timeOfStatusChange) {
    this.timeOfStatusChange = timeOfStatusChange;
    return this;
  }

  public JobStatusBuilder returnCode(@Nullable Integer returnCode) {
    this.returnCode = returnCode;
    return this;
  }

  public JobStatusBuilder started(@Nullable Instant started) {
    this.started = started;
    return this;
  }

  public JobStatusBuilder ended(@Nullable Instant ended) {
    this.ended = ended;
    return this;
  }

  public JobStatusBuilder attempt(int attempt) {
    this.attempt = attempt;
    return this;
  }

  public JobStatusBuilder failures(int failures) {
    this.failures = failures;
    return this;
  }

  public JobStatusBuilder takeovers(int takeovers) {
    this.takeovers = takeovers;
    return this;
  }

  public JobStatusBuilder owner(@Nullable String owner) {
    this.owner = owner;
    return this;
  }

  public JobStatusBuilder token(long token) {
    this.token = token;
    return this;
  }

  public JobStatusBuilder result(@Nullable JsonNode result) {
    this.result = result;
    return this;
  }

  public JobStatusBuilder lastError(@Nullable String lastError) {
    this.lastError = lastError;
    return this;
  }

  public JobStatusBuilder output(@Nullable String output) {
    this.output = output;
    return this;
  }

  public JobStatusBuilder nestedJobs(List<JobId> nestedJobs) {
    this.nestedJobs = nestedJobs;
    return this;
  }

  public JobStatusBuilder parked(boolean parked) {
    this.parked = parked;
    return this;
  }

  public JobStatusBuilder location(@Nullable RunLocation location) {
    this.location = location;
    return this;
  }

  public JobStatusBuilder signals(SortedMap<String, JsonNode> signals) {
    this.signals = signals;
    return this;
  }

  /**
   * Returns the status.
   *
   * @throws dev.baton.error.InvalidInputException if a component is out of its bounds
   */
  public JobStatus build() {
    return new JobStatus(
        state,
        progress,
        statusMessage,
        timeOfStatusChange,
        returnCode,
        started,
        ended,
        attempt,
        failures,
        takeovers,
        owner,
        token,
        result,
        lastError,
        output,
        nestedJobs,
        parked,
        location,
        signals);
  }
}
