// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Builds {@link JobSpec}s. Each method sets the component of its name. Not thread-safe. */
public final class JobSpecBuilder {

  private String action;
  private @Nullable String name;
  private @Nullable String description;
  private List<String> tags = List.of();
  private SortedMap<String, String> labels = Collections.emptySortedMap();
  private @Nullable ResourceRef target;
  private List<ResourceRef> affected = List.of();
  private @Nullable String payload;
  private Priority priority = Priority.DEFAULT;
  private ExecutionMode mode = ExecutionMode.PUSH;
  private int version = JobSpec.VERSION;
  private @Nullable JobId parent;
  private List<String> requires = List.of();
  private @Nullable Instant notBefore;
  private @Nullable Duration timeout;
  private RetryPolicy retry = RetryPolicy.NONE;
  private @Nullable String uniqueKey;
  private @Nullable Instant expiry;

  JobSpecBuilder(String action) {
    this.action = action;
  }

  JobSpecBuilder(JobSpec spec) {
    this.action = spec.action();
    JobAttributes.ofSpec().forEach(attribute -> attribute.specValue().copy(spec, this));
  }

  public JobSpecBuilder action(String action) {
    this.action = action;
    return this;
  }

  public JobSpecBuilder name(@Nullable String name) {
    this.name = name;
    return this;
  }

  public JobSpecBuilder description(@Nullable String description) {
    this.description = description;
    return this;
  }

  public JobSpecBuilder tags(List<String> tags) {
    this.tags = tags;
    return this;
  }

  public JobSpecBuilder labels(SortedMap<String, String> labels) {
    this.labels = labels;
    return this;
  }

  public JobSpecBuilder target(@Nullable ResourceRef target) {
    this.target = target;
    return this;
  }

  public JobSpecBuilder affected(List<ResourceRef> affected) {
    this.affected = affected;
    return this;
  }

  public JobSpecBuilder payload(@Nullable String payload) {
    this.payload = payload;
    return this;
  }

  public JobSpecBuilder priority(Priority priority) {
    this.priority = priority;
    return this;
  }

  public JobSpecBuilder mode(ExecutionMode mode) {
    this.mode = mode;
    return this;
  }

  public JobSpecBuilder version(int version) {
    this.version = version;
    return this;
  }

  public JobSpecBuilder parent(@Nullable JobId parent) {
    this.parent = parent;
    return this;
  }

  public JobSpecBuilder requires(List<String> requires) {
    this.requires = requires;
    return this;
  }

  public JobSpecBuilder notBefore(@Nullable Instant notBefore) {
    this.notBefore = notBefore;
    return this;
  }

  public JobSpecBuilder timeout(@Nullable Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  public JobSpecBuilder retry(RetryPolicy retry) {
    this.retry = retry;
    return this;
  }

  public JobSpecBuilder uniqueKey(@Nullable String uniqueKey) {
    this.uniqueKey = uniqueKey;
    return this;
  }

  public JobSpecBuilder expiry(@Nullable Instant expiry) {
    this.expiry = expiry;
    return this;
  }

  /**
   * Returns the spec.
   *
   * @throws dev.baton.error.InvalidInputException if a component is out of its bounds
   */
  public JobSpec build() {
    return new JobSpec(
        action,
        name,
        description,
        tags,
        labels,
        target,
        affected,
        payload,
        priority,
        mode,
        version,
        parent,
        requires,
        notBefore,
        timeout,
        retry,
        uniqueKey,
        expiry);
  }
}
