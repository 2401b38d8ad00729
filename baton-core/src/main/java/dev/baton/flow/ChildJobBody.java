// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Posts a job and waits for its end, with neither a thread nor a slot of an executor. Nothing is
 * remembered but what the job is found by, the key of this execution, and that it was waited for.
 */
record ChildJobBody(TaskFunctions.Execute<JobSpec> spec) implements TaskBody<JsonNode> {

  /** In case that the signal of the end is lost with the process that was to send it. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

  private static final Duration RAREST_LOOK = Duration.ofHours(6);
  private static final int DOUBLINGS = 12;

  @Override
  public JsonNode execute(TaskContext task) throws Exception {
    JobId id = task.childJobs().idOf(task.idempotencyKey());
    if (!isPosted(task, id)) {
      JobSpec wanted = Objects.requireNonNull(spec.execute(task), "the task gives no job to post");
      id = task.childJobs().post(task.idempotencyKey(), wanted);
    }
    Job child = find(task, id);
    if (!child.state().isFinal()) {
      waitForEnd(task, id);
    }
    return switch (child.state()) {
      case SUCCESS -> Objects.requireNonNullElse(child.status().result(), NullNode.instance);
      case QUEUED, RUNNING, FAILED, CANCELED -> throw new ChildJobException(child);
    };
  }

  @Override
  public @Nullable Object revert(RevertContext task) {
    JobId left = task.childJobs().revert(task.executeIdempotencyKey());
    if (left != null) {
      waitForEnd(task, left);
    }
    return null;
  }

  /**
   * Whether an earlier call of this attempt has posted the child and waited for it. One that is not
   * there then was deleted; under its id, which is free, it must not be posted again.
   */
  static boolean isPosted(WaitingContext task, JobId id) {
    return task.wasCalledAgain(ended(id));
  }

  /**
   * The child as it is now.
   *
   * @throws ChildJobException if somebody deleted it
   */
  static Job find(WaitingContext task, JobId id) throws ChildJobException {
    try {
      return task.childJobs().find(id);
    } catch (NotFoundException e) {
      throw new ChildJobException(id, e);
    }
  }

  private static String ended(JobId id) {
    return ChildJobs.ENDED_SIGNAL_PREFIX + id.uuid();
  }

  /** Ends the body, to be called again when the job has ended; never returns. */
  static void waitForEnd(WaitingContext task, JobId id) {
    Duration doubled = FIRST_LOOK.multipliedBy(1L << Math.min(task.attempt() - 1, DOUBLINGS));
    task.callAgain(ended(id), doubled.compareTo(RAREST_LOOK) < 0 ? doubled : RAREST_LOOK);
  }
}
