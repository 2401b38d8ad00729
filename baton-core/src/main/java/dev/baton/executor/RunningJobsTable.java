// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Clock;
import java.util.Comparator;
import java.util.List;

/** Writes a table of the running jobs and their threads. */
final class RunningJobsTable {

  private static final int MAX_ROWS = 10_000;
  private static final String ROW = "%-41s %-30s %7s %8s %-28s %s%n";

  private RunningJobsTable() {}

  static String of(List<RunningJob> runs, Clock clock) {
    StringBuilder text = new StringBuilder();
    text.append(runs.size()).append(" jobs run\n");
    text.append(ROW.formatted("JOB", "ACTION", "ATTEMPT", "SECONDS", "STATE", "THREAD"));
    runs.stream()
        .sorted(Comparator.comparing(RunningJob::startedAt))
        .limit(MAX_ROWS)
        .forEach(runningJob -> text.append(row(runningJob, clock)));
    return text.toString();
  }

  private static String row(RunningJob runningJob, Clock clock) {
    Thread thread = runningJob.thread();
    InterruptReason interruptReason = runningJob.interruptReason();
    String state = interruptReason == null ? "running" : "interrupted: " + interruptReason;
    return ROW.formatted(
        runningJob.job().id(),
        runningJob.job().spec().action(),
        runningJob.job().status().attempt(),
        runningJob.runTime(clock).toSeconds(),
        runningJob.isOver() ? "ending" : state,
        thread == null ? "-" : thread.getName() + " #" + thread.threadId());
  }
}
