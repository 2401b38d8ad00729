// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Posts a job and waits for its end, with neither a thread nor a slot of an executor. Nothing is
 * remembered but what the job is found by: the key of this execution.
 */
record ChildJob(Work.Execute<JobSpec> spec) implements TaskBody<JsonNode> {

  /** In case that the signal of the end is lost with the process that was to send it. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

  private static final Duration RAREST_LOOK = Duration.ofHours(6);
  private static final int DOUBLINGS = 12;

  @Override
  public JsonNode execute(TaskContext task) throws Exception {
    JobSpec wanted = Objects.requireNonNull(spec.execute(task), "the task gives no job to post");
    JobId id = task.children().post(task.idempotencyKey(), wanted);
    Job child = task.children().find(id);
    if (!child.state().isFinal()) {
      lookAgain(task, id);
    }
    return switch (child.state()) {
      case SUCCESS -> Objects.requireNonNullElse(child.status().result(), NullNode.instance);
      case QUEUED, RUNNING, FAILED, CANCELED -> throw new ChildJobException(child);
    };
  }

  @Override
  public @Nullable Object revert(RevertContext task) {
    JobId left = task.children().undo(task.executeKey());
    if (left != null) {
      lookAgain(task, left);
    }
    return null;
  }

  /** Ends the body, to be called again when the job has ended; never returns. */
  static void lookAgain(WaitingContext task, JobId id) {
    Duration doubled = FIRST_LOOK.multipliedBy(1L << Math.min(task.attempt() - 1, DOUBLINGS));
    task.callAgain(
        ChildJobs.ENDED + id.uuid(), doubled.compareTo(RAREST_LOOK) < 0 ? doubled : RAREST_LOOK);
  }
}
