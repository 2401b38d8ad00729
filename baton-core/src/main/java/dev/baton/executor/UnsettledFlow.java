// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.plugin.ActionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a job that fails for good say which tasks of its flow are neither done nor undone, whatever
 * it fails for: nobody goes on with the flow by itself any more.
 */
final class UnsettledFlow {

  /** The names take at most so many characters, so that the reason of the failure stays visible. */
  private static final int MAX_NAMES_LENGTH = 300;

  private static final String REVERT = "baton job revert ";

  private UnsettledFlow() {}

  /** What is stored of the job's flow or, before it was begun, of the one that it goes on with. */
  static Optional<Logbook> stored(LogbookStore store, Job job) {
    Optional<Logbook> own = store.find(job.id());
    FlowContinuation flowContinuation = FlowContinuation.of(job);
    return own.isPresent() || flowContinuation == null
        ? own
        : store.findFor(job, flowContinuation.job());
  }

  /** Whether a task of the job's flow did something, or may have. */
  static boolean isBegun(LogbookStore store, Job job) {
    return stored(store, job).stream()
        .flatMap(book -> book.atoms().values().stream())
        .anyMatch(AtomDetail::mayHaveEffects);
  }

  /**
   * The same write, with the tasks if it is a failure that leaves some.
   *
   * @param store null where no progress of flows is kept
   * @throws dev.baton.error.UnavailableException if the store does not answer
   */
  static RunWrite withUnsettledTasks(
      @Nullable LogbookStore store, RunningJob runningJob, RunWrite write) {
    if (store == null
        || !(write instanceof RunWrite.End end)
        || end.state() != JobState.FAILED
        || !mayHaveFlow(runningJob)) {
      return write;
    }
    List<AtomDetail> unsettled =
        stored(store, runningJob.job()).map(Logbook::unsettled).orElse(List.of());
    return unsettled.isEmpty() ? write : withUnsettledTasks(end, unsettled);
  }

  /** A plain action that was never started before has none. */
  private static boolean mayHaveFlow(RunningJob runningJob) {
    ActionDefinition<?> action = runningJob.action();
    return action == null
        || action.flow() != null
        || runningJob.stopHandler() instanceof RunFlow
        || runningJob.job().status().attempt() > 1;
  }

  private static RunWrite withUnsettledTasks(RunWrite.End end, List<AtomDetail> unsettled) {
    String message = end.statusMessage() == null ? "it failed" : end.statusMessage();
    String error = end.lastError() == null ? message : end.lastError();
    String text = "; neither done nor undone: " + names(unsettled);
    if (!message.contains(REVERT)) {
      text += "; to undo that: " + REVERT + end.job();
    }
    // In the first line, which is the one that lists of jobs show; stack traces follow.
    int line = message.indexOf('\n');
    int cut = line < 0 ? message.length() : line;
    return new RunWrite.End(
        end.job(),
        end.token(),
        end.state(),
        end.returnCode(),
        message.substring(0, cut) + text + message.substring(cut),
        end.result(),
        ErrorText.bounded(error, text));
  }

  private static String names(List<AtomDetail> atoms) {
    List<String> names = new ArrayList<>();
    int length = 0;
    for (AtomDetail atom : atoms) {
      String name = "'" + atom.name() + "' (" + atom.state() + ")";
      length += name.length() + 2;
      if (!names.isEmpty() && length > MAX_NAMES_LENGTH) {
        break;
      }
      names.add(name);
    }
    int more = atoms.size() - names.size();
    return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }
}
