// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.trace.TraceContext;
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
  private @Nullable String traceparent;
  private @Nullable String tracestate;

  JobSpecBuilder(String action) {
    this.action = action;
  }

  JobSpecBuilder(JobSpec spec) {
    this.action = spec.action();
    JobAttributes.ofSpec().forEach(attribute -> attribute.specValue().copy(spec, this));
  }

  /** Sets the name of the action to run: 1 to 255 characters. */
  public JobSpecBuilder action(String action) {
    this.action = action;
    return this;
  }

  /** Sets a short text for display, up to 255 characters; null for none. */
  public JobSpecBuilder name(@Nullable String name) {
    this.name = name;
    return this;
  }

  /** Sets a longer text for display, up to 10,000 characters; null for none. */
  public JobSpecBuilder description(@Nullable String description) {
    this.description = description;
    return this;
  }

  /** Sets the tags: up to 1000 texts of up to 255 characters, for searches. */
  public JobSpecBuilder tags(List<String> tags) {
    this.tags = tags;
    return this;
  }

  /** Sets the labels by key, for searches; {@link JobLabels} has their bounds. */
  public JobSpecBuilder labels(SortedMap<String, String> labels) {
    this.labels = labels;
    return this;
  }

  /** Sets the resource that the job works on; null for none. */
  public JobSpecBuilder target(@Nullable ResourceRef target) {
    this.target = target;
    return this;
  }

  /** Sets up to 1000 further resources that the job changes. The post adds the target. */
  public JobSpecBuilder affected(List<ResourceRef> affected) {
    this.affected = affected;
    return this;
  }

  /** Sets the parameters of the action as JSON text, up to 1 MiB; null for none. */
  public JobSpecBuilder payload(@Nullable String payload) {
    this.payload = payload;
    return this;
  }

  /** Sets the order on the board: jobs with lower numbers start first. */
  public JobSpecBuilder priority(Priority priority) {
    this.priority = priority;
    return this;
  }

  /** Sets how the job reaches an executor; the default is push, by the board. */
  public JobSpecBuilder mode(ExecutionMode mode) {
    this.mode = mode;
    return this;
  }

  /** Sets the generation of executors that can run the job: 0 or more, by default 2. */
  public JobSpecBuilder version(int version) {
    this.version = version;
    return this;
  }

  /** Sets the job that posts this job; null if no job posts it. */
  public JobSpecBuilder parent(@Nullable JobId parent) {
    this.parent = parent;
    return this;
  }

  /** Sets the capabilities that an executor must have, in the order of evaluation. */
  public JobSpecBuilder requires(List<String> requires) {
    this.requires = requires;
    return this;
  }

  /** Sets the moment before which the job does not start; null for no delay. */
  public JobSpecBuilder notBefore(@Nullable Instant notBefore) {
    this.notBefore = notBefore;
    return this;
  }

  /** Sets the maximum duration of one attempt, more than zero; null for no limit. */
  public JobSpecBuilder timeout(@Nullable Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** Sets the attempts after a failed attempt and their delays; the default is none. */
  public JobSpecBuilder retry(RetryPolicy retry) {
    this.retry = retry;
    return this;
  }

  /**
   * Sets a key that only one unfinished job of the owner holds, up to 255 characters; null for
   * none.
   */
  public JobSpecBuilder uniqueKey(@Nullable String uniqueKey) {
    this.uniqueKey = uniqueKey;
    return this;
  }

  /** Sets the expiry, which Baton only shows, as Nuvla does; null for none. */
  public JobSpecBuilder expiry(@Nullable Instant expiry) {
    this.expiry = expiry;
    return this;
  }

  /** Sets the trace and the span of the post, in the form of W3C Trace Context; null for none. */
  public JobSpecBuilder traceparent(@Nullable String traceparent) {
    this.traceparent = traceparent;
    return this;
  }

  /**
   * Sets the data that belongs to the trace, in the form of W3C Trace Context; null for nothing.
   */
  public JobSpecBuilder tracestate(@Nullable String tracestate) {
    this.tracestate = tracestate;
    return this;
  }

  /** Sets the trace and the span of the post; null for no trace. */
  public JobSpecBuilder trace(@Nullable TraceContext trace) {
    return traceparent(trace == null ? null : trace.traceparent())
        .tracestate(trace == null ? null : trace.tracestate());
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
        expiry,
        traceparent,
        tracestate);
  }
}
