// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.job.Job;
import dev.baton.job.Timestamps;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.plugin.JobFailedException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Handles a stored flow that does not fit the definition of this executor, for example while
 * executors are upgraded one after the other. The flow is left to other executors for a day. If
 * none of them continues it by then, the attempt fails.
 */
record UnfitFlow(RunningJob runningJob, ExecutorJobRun view, LogbookStore store, Clock clock) {

  /** How long the flow is left to other executors before this executor may try it again. */
  private static final Duration OTHER_EXECUTOR = Duration.ofMinutes(1);

  /** How long Baton waits for an executor with the right definition. */
  static final Duration WAIT_LIMIT = Duration.ofDays(1);

  /**
   * Makes the job wait for another executor.
   *
   * @param why the difference between flow and definition
   * @throws JobFailedException if the job has waited long enough
   */
  void leaveToOtherExecutors(RuntimeException why) throws JobFailedException {
    Instant now = clock.now();
    Instant until = since(now).plus(WAIT_LIMIT);
    String reason = ErrorText.bounded(ErrorText.message(why));
    if (!until.isAfter(now)) {
      throw new JobFailedException(
          1, reason + "; no executor could continue the flow for " + WAIT_LIMIT.toHours() + " h");
    }
    Instant again = now.plus(OTHER_EXECUTOR);
    view.await(
        again.isBefore(until) ? again : until,
        runningJob.job().status().signals(),
        reason
            + "; an executor that can continue the flow is awaited until "
            + Timestamps.write(until));
  }

  /**
   * The time since which the flow is unfit. It is stored with the flow. A job that continues
   * another job's flow has not stored a flow yet, so its creation time is used.
   */
  private Instant since(Instant now) {
    Job job = runningJob.job();
    Optional<Logbook> own = store.find(job.id());
    if (own.isEmpty()) {
      return job.created();
    }
    FlowDetail flow = own.get().flow();
    Instant known = flow.unfitSince();
    if (known != null) {
      return known;
    }
    FlowDetail unfit = flow.withUnfitSince(now).next(now);
    store.write(new FlowWrite(runningJob.claim().token(), unfit, List.of(), List.of()));
    return now;
  }
}
