// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.Jobs;
import dev.baton.plugin.Action;
import dev.baton.plugin.BulkResult;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Clock;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Updates result and progress of a bulk job from its children, and ends the bulk job when the last
 * child ends.
 *
 * <p>The results of elements that the bulk job handled itself, without children, stay in its {@code
 * result} while it is monitored. Each run writes the status message from these results and from the
 * present state of the children, so that counts do not add up over several runs.
 */
public record MonitorBulkJob(Clock clock) implements Action<MonitorBulkJob.Options> {

  public record Options(
      @Doc("A bulk job that runs for longer is cancelled with its children") @Default("PT1H")
          Duration maxAge) {}

  @Override
  public void run(JobRun run, Options options) throws JobFailedException {
    run.progress(10);
    JobId id = TargetJob.of(run);
    Jobs jobs = run.jobs();
    Job bulk = jobs.find(id).orElseThrow(() -> new NotFoundException(id + " not found"));
    if (bulk.state().isFinal()) {
      run.message(id + " is " + bulk.state() + " already");
    } else if (SaturatedTime.plus(since(bulk), options.maxAge()).isBefore(clock.now())) {
      cancel(jobs, id);
      run.message(id + " ran for longer than " + options.maxAge() + ": cancelled");
    } else {
      run.message(updated(jobs, bulk));
    }
  }

  /**
   * Returns when the bulk job started, or when it was posted if that is later. A post may name any
   * earlier start, for example the start of an imported job.
   */
  private static Instant since(Job bulk) {
    Instant started = bulk.status().started();
    return started == null || started.isBefore(bulk.created()) ? bulk.created() : started;
  }

  private static void cancel(Jobs jobs, JobId id) {
    try {
      jobs.cancel(id);
    } catch (ForbiddenException e) {
      // If the job has ended in the meantime, nothing is left to cancel.
      if (jobs.find(id).map(job -> !job.state().isFinal()).orElse(false)) {
        throw e;
      }
    }
  }

  private static String updated(Jobs jobs, Job bulk) {
    String direct = direct(bulk.status());
    BulkJobChildren bulkJobChildren = BulkJobChildren.of(jobs, bulk.id());
    BulkResult result =
        BulkResult.withoutChildren(direct).orElseGet(() -> new BulkResult(bulkJobChildren.count()));
    bulkJobChildren.addTo(result);
    boolean isStored =
        bulkJobChildren.areAllFinal()
            ? editUnlessFinal(jobs, bulk.id(), job -> ended(job.status(), result))
            : editUnlessFinal(jobs, bulk.id(), job -> continued(job.status(), result, direct));
    return isStored
        ? bulk.id() + ": " + result.done() + " of " + result.total() + " done"
        : bulk.id() + " has ended in the meantime";
  }

  /**
   * Edits the bulk job, unless it is final. Another monitor job or a cancel may end the bulk job
   * between the read and the edit. This monitor job itself may have ended the bulk job, if the
   * answer to its edit was lost and the edit is repeated.
   *
   * @return false if the bulk job is final, so that nothing is stored
   */
  private static boolean editUnlessFinal(Jobs jobs, JobId id, Function<Job, JobStatus> status) {
    try {
      jobs.edit(id, job -> job.withStatus(status.apply(job)));
      return true;
    } catch (ConflictException e) {
      if (jobs.find(id).map(job -> job.state().isFinal()).orElse(true)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Returns, as JSON text, the results of the elements that the bulk job handled without child
   * jobs. If the action that watches the child jobs has already run once, the text is in the result
   * of the bulk job, otherwise in its status message.
   */
  private static @Nullable String direct(JobStatus status) {
    JsonNode kept = status.result();
    return kept != null && kept.isTextual() ? kept.textValue() : status.statusMessage();
  }

  private static JobStatus ended(JobStatus old, BulkResult result) {
    return old.toBuilder()
        .state(JobState.SUCCESS)
        .progress(100)
        .statusMessage(result.toJson())
        .returnCode(0)
        .result(result.toNode())
        .build();
  }

  private static JobStatus continued(JobStatus old, BulkResult result, @Nullable String direct) {
    return old.toBuilder()
        .progress(Math.min(99, result.progress()))
        .statusMessage(result.toJson())
        .result(direct == null ? null : TextNode.valueOf(direct))
        .build();
  }
}
