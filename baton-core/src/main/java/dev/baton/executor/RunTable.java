// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Clock;
import java.util.Comparator;
import java.util.List;

/** Shows which jobs run, on which threads. */
final class RunTable {

  private static final int MAX_ROWS = 10_000;

  private RunTable() {}

  static String of(List<Run> runs, Clock clock) {
    StringBuilder text = new StringBuilder();
    appendTable(text, runs, clock);
    return text.toString();
  }

  private static void appendTable(StringBuilder text, List<Run> runs, Clock clock) {
    text.append(runs.size()).append(" jobs run\n");
    text.append(row("JOB", "ACTION", "ATTEMPT", "SECONDS", "STATE", "THREAD"));
    runs.stream()
        .sorted(Comparator.comparing(Run::startedAt))
        .limit(MAX_ROWS)
        .forEach(run -> text.append(row(run, clock)));
  }

  private static String row(Run run, Clock clock) {
    Thread thread = run.thread();
    Cut cut = run.cut();
    String state = cut == null ? "running" : "cut off: " + cut;
    return row(
        run.job().id().toString(),
        run.job().spec().action(),
        String.valueOf(run.job().status().attempt()),
        String.valueOf(run.ran(clock).toSeconds()),
        run.isOver() ? "ending" : state,
        thread == null ? "-" : thread.getName() + " #" + thread.threadId());
  }

  private static String row(
      String job, String action, String attempt, String seconds, String state, String thread) {
    return "%-41s %-30s %7s %8s %-24s %s%n".formatted(job, action, attempt, seconds, state, thread);
  }
}
