// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.job;

import dev.baton.access.Acl;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.Priority;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds jobs in the state in which they are posted: {@code aJob().priority(5).build()}. Not
 * thread-safe.
 */
public final class JobBuilder {

  private final JobSpecBuilder spec = JobSpec.builder("noop");
  private Acl acl = Acl.ownedBy("user/alice");
  private Instant created = Instant.parse("2026-01-31T12:00:00Z");
  private String createdBy = "user/alice";
  private @Nullable JobId id;

  private JobBuilder() {}

  /** Starts with a job of {@code user/alice} with the action {@code noop}. */
  public static JobBuilder aJob() {
    return new JobBuilder();
  }

  public JobBuilder id(JobId id) {
    this.id = id;
    return this;
  }

  public JobBuilder action(String action) {
    spec.action(action);
    return this;
  }

  public JobBuilder name(String name) {
    spec.name(name);
    return this;
  }

  public JobBuilder priority(int priority) {
    spec.priority(new Priority(priority));
    return this;
  }

  public JobBuilder tags(String... tags) {
    spec.tags(List.of(tags));
    return this;
  }

  public JobBuilder requires(String... capabilities) {
    spec.requires(List.of(capabilities));
    return this;
  }

  public JobBuilder uniqueKey(String key) {
    spec.uniqueKey(key);
    return this;
  }

  public JobBuilder notBefore(Instant moment) {
    spec.notBefore(moment);
    return this;
  }

  /** Changes any other field of the job spec. */
  public JobBuilder spec(Consumer<JobSpecBuilder> change) {
    change.accept(spec);
    return this;
  }

  public JobBuilder acl(Acl acl) {
    this.acl = acl;
    return this;
  }

  public JobBuilder created(Instant moment) {
    this.created = moment.truncatedTo(ChronoUnit.MILLIS);
    return this;
  }

  public JobBuilder createdBy(String user) {
    this.createdBy = user;
    return this;
  }

  /** Builds the job. Each call creates a new id, unless an id was set. */
  public Job build() {
    JobId own = id == null ? JobId.create(created) : id;
    return Job.posted(own, spec.build(), acl, created, createdBy);
  }
}
