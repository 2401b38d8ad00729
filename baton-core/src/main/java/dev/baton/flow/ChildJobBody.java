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
 * Posts a child job and waits for its end without using a thread or a slot of an executor. The id
 * of the job is not stored, because it follows from the idempotency key of the execution. Only the
 * wait for the job is stored.
 */
record ChildJobBody(TaskFunctions.Execute<JobSpec> spec) implements TaskBody<JsonNode> {

  /**
   * How long to wait before the first poll of the child. The polls are needed because the signal
   * about the end is lost if the process that should send it dies.
   */
  private static final Duration FIRST_POLL = Duration.ofSeconds(10);

  private static final Duration LONGEST_POLL = Duration.ofHours(6);
  private static final int DOUBLINGS = 12;

  @Override
  public JsonNode execute(TaskContext task) throws Exception {
    JobId id = task.childJobs().idOf(task.idempotencyKey());
    if (!isPosted(task, id)) {
      JobSpec wanted =
          Objects.requireNonNull(spec.execute(task), "the task returned no job to post");
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
   * Whether an earlier call of this attempt has posted the child and waited for it. If such a child
   * does not exist now, somebody deleted it. Its id is free again, but the child must not be posted
   * a second time.
   */
  static boolean isPosted(WaitingContext task, JobId id) {
    return task.wasCalledAgain(ended(id));
  }

  /**
   * Reads the current state of the child.
   *
   * @throws ChildJobException if somebody deleted the child
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

  /**
   * Ends the body. The runner calls the body again when the job has ended. This method never
   * returns.
   */
  static void waitForEnd(WaitingContext task, JobId id) {
    Duration doubled = FIRST_POLL.multipliedBy(1L << Math.min(task.attempt() - 1, DOUBLINGS));
    task.callAgain(ended(id), doubled.compareTo(LONGEST_POLL) < 0 ? doubled : LONGEST_POLL);
  }
}
