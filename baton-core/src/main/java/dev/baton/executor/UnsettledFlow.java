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
 * Adds the names of the unsettled tasks of a flow to the failure of a job that fails permanently,
 * because no executor continues the flow after that.
 */
final class UnsettledFlow {

  /**
   * The names take at most this many characters, so that the reason of the failure stays visible.
   */
  private static final int MAX_NAMES_LENGTH = 300;

  private static final String REVERT = "baton job revert ";

  private UnsettledFlow() {}

  /**
   * The stored flow of the job. If the job has not started its own flow, the flow that it
   * continues.
   */
  static Optional<Logbook> stored(LogbookStore store, Job job) {
    Optional<Logbook> own = store.find(job.id());
    FlowContinuation flowContinuation = FlowContinuation.of(job);
    return own.isPresent() || flowContinuation == null
        ? own
        : store.findFor(job, flowContinuation.job());
  }

  /** Whether a task of the job's flow has effects, or may have. */
  static boolean hasStarted(LogbookStore store, Job job) {
    return stored(store, job).stream()
        .flatMap(book -> book.atoms().values().stream())
        .anyMatch(AtomDetail::mayHaveEffects);
  }

  /**
   * Returns the write. If it is a failure of a job that leaves unsettled tasks, adds their names.
   *
   * @param store null if no progress of flows is stored
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

  /**
   * Whether the job may have a flow. Only the first attempt of an action that runs no flow
   * certainly has none.
   */
  private static boolean mayHaveFlow(RunningJob runningJob) {
    ActionDefinition<?> action = runningJob.action();
    RunStopHandler runStopHandler = runningJob.stopHandler();
    return action == null
        || action.flow() != null
        || (runStopHandler != null && runStopHandler.action() instanceof RunFlow)
        || runningJob.job().status().attempt() > 1;
  }

  private static RunWrite withUnsettledTasks(RunWrite.End end, List<AtomDetail> unsettled) {
    String message = end.statusMessage() == null ? "it failed" : end.statusMessage();
    String error = end.lastError() == null ? message : end.lastError();
    String text = "; not reverted: " + names(unsettled);
    if (!message.contains(REVERT)) {
      text += "; to revert this: " + REVERT + end.job();
    }
    // The names go into the first line, because lists of jobs show only that; stack traces follow.
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
