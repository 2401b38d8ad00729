// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.baton.engine.EngineReason;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a container as a child job. If an undo container is declared, the revert runs it as another
 * child job. As in {@link ChildJobBody}, the ids of both jobs follow from the idempotency key of
 * the execution and are not stored.
 */
record ContainerBody(
    TaskFunctions.Execute<Container> container,
    TaskFunctions.@Nullable RevertContainer revertContainer)
    implements TaskBody<ContainerResult> {

  static final JavaType RESULT = TypeFactory.defaultInstance().constructType(ContainerResult.class);

  private static final String REVERT = "/undo";

  /** The end reasons of programs that never started. */
  private static final List<String> NEVER_STARTED =
      List.of(
          EngineReason.IMAGE_MISSING.text(),
          EngineReason.IMAGE_UNAVAILABLE.text(),
          EngineReason.CANNOT_START.text());

  @Override
  public @Nullable ContainerResult execute(TaskContext task) throws Exception {
    JobId id = task.childJobs().idOf(task.idempotencyKey());
    if (!ChildJobBody.isPosted(task, id)) {
      Container wanted =
          Objects.requireNonNull(container.execute(task), "the task returned no container to run");
      id = task.childJobs().run(task.idempotencyKey(), wanted);
    }
    return ended(task, id);
  }

  @Override
  public @Nullable Object revert(RevertContext task) throws Exception {
    JobId running = task.childJobs().revert(task.executeIdempotencyKey());
    if (running != null) {
      ChildJobBody.waitForEnd(task, running);
    }
    JobId begun = task.childJobs().idOf(task.executeIdempotencyKey() + REVERT);
    if (ChildJobBody.isPosted(task, begun)) {
      return ended(task, begun);
    }
    Optional<EndedContainer> end = revertContainer == null ? Optional.empty() : end(task);
    if (revertContainer == null || end.isEmpty()) {
      return null;
    }
    Container reverting = revertContainer.revertContainer(task, end.get());
    if (reverting == null) {
      return null;
    }
    Container told = reverting.inherit(end.get().variables());
    return ended(task, task.childJobs().run(task.executeIdempotencyKey() + REVERT, told));
  }

  @Override
  public boolean hasRevert() {
    // A task without an undo container also has a revert: it deletes a container that still runs.
    return true;
  }

  private static @Nullable ContainerResult ended(WaitingContext task, JobId id)
      throws ChildJobException {
    Job child = ChildJobBody.find(task, id);
    if (!child.state().isFinal()) {
      ChildJobBody.waitForEnd(task, id);
    }
    if (child.state() != JobState.SUCCESS) {
      throw new ChildJobException(child);
    }
    return result(child.status().result()).orElse(null);
  }

  /** Reads how the container ended; empty if the container cannot have had effects. */
  private static Optional<EndedContainer> end(RevertContext task) {
    Optional<Job> child = task.childJobs().findPosted(task.executeIdempotencyKey());
    if (child.isPresent()) {
      return mayHaveStarted(child.get()) ? Optional.of(end(child.get())) : Optional.empty();
    }
    // The child job was deleted or never posted.
    Optional<Failure> failure = task.failure();
    if (failure.isEmpty()) {
      return Optional.of(
          new EndedContainer(JobState.SUCCESS, result(task.result().orElse(null)), null));
    }
    return failure
        .filter(why -> why.isA(ChildJobException.class))
        .map(why -> new EndedContainer(JobState.FAILED, Optional.empty(), why.message()));
  }

  private static EndedContainer end(Job child) {
    return new EndedContainer(
        child.state(), result(child.status().result()), child.status().statusMessage());
  }

  private static boolean mayHaveStarted(Job child) {
    if (child.status().attempt() == 0) {
      return false;
    }
    return child.status().failures() > 1
        || result(child.status().result())
            .map(ContainerResult::reason)
            .filter(NEVER_STARTED::contains)
            .isEmpty();
  }

  private static Optional<ContainerResult> result(@Nullable JsonNode json) {
    return json == null || !json.isObject()
        ? Optional.empty()
        : Optional.ofNullable(JsonValues.<ContainerResult>read(json, RESULT));
  }
}
