// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.Job;
import dev.baton.job.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives an action access to its job during one attempt. Thread-safe. After the claim is lost,
 * methods that write throw {@link dev.baton.error.LostClaimException}; the action should then end.
 */
public interface JobRun extends RunReports {

  /** The job as it was when the executor claimed it. */
  Job job();

  /** The number of the attempt, from 1. It grows with every start, including resumptions. */
  int attempt();

  /** Whether an earlier attempt was interrupted. Some effects of that attempt may exist. */
  boolean resumed();

  /**
   * A key that is the same for every attempt of this job. Pass it to services that deduplicate
   * requests.
   */
  String idempotencyKey();

  /**
   * The fencing token of the claim. It grows from claim to claim. Pass it to services that refuse
   * stale writers.
   */
  long fencingToken();

  /**
   * Parks the job when the action returns: it stays RUNNING and off the board, with these tags,
   * until another job ends it.
   */
  void park(List<String> tags);

  /** The signals that were sent to the job: the last value under each name. Reads the store. */
  SortedMap<String, JsonNode> signals();

  /**
   * Frees the executor when the action returns. The job waits and is started again, with the next
   * attempt, when the time has come, a signal is sent, or somebody makes it due. The wait does not
   * count as a failure.
   *
   * @param until null if only a signal ends the wait
   * @param seen the {@link #signals} that the action knows; if a newer signal has come, the job is
   *     started again at once
   * @param statusMessage describes the awaited event for display
   */
  void await(@Nullable Instant until, SortedMap<String, JsonNode> seen, String statusMessage);

  /**
   * Runs a flow as the rest of the action, or continues it where an earlier attempt stopped. The
   * progress of the flow is stored with the job. When the flow waits, the job waits. When the
   * executor stops, the flow is suspended and the job is handed over.
   *
   * @param flow must be equal in every attempt
   * @param listeners notified of each transition, in this order
   * @throws Exception if the flow did not succeed or must stop now; the action must pass it on
   */
  void runFlow(FlowNode flow, FlowOptions options, List<FlowListener> listeners) throws Exception;

  /** Runs a flow as {@link #runFlow(FlowNode, FlowOptions, List)} does, without listeners. */
  default void runFlow(FlowNode flow, FlowOptions options) throws Exception {
    runFlow(flow, options, List.of());
  }

  /**
   * Whether the executor is stopping. The action should end soon, or return early if the work can
   * be resumed.
   */
  boolean stopRequested();

  /**
   * Whether the executor ends this attempt by an interrupt: the job was cancelled, timed out or
   * lost its claim, or the executor stops and has waited long enough. It becomes true before the
   * thread is interrupted. If it is false, an interrupt came from code other than the executor and
   * is a failure of the action.
   */
  boolean isInterrupted();

  /**
   * Ends this attempt so that another executor resumes the job. An action calls this method when
   * {@link #stopRequested()} is true. Never returns normally.
   */
  void handOver() throws HandedOverException;

  /**
   * Sets the handler that is called when the action must stop, reaches its timeout or is canceled;
   * the action is then not interrupted. If this has already happened, the handler is called at
   * once. Only actions that were registered with {@link ActionSettings#handlesCancel} may set a
   * handler.
   */
  void onStop(StopHandler handler);

  /**
   * Makes the job end as CANCELED when the action returns. An action calls this method after its
   * {@link StopHandler#cancelRequested} was called.
   */
  void endCanceled();

  /**
   * Sets a hook that runs on another thread after the interrupt, if the job is cancelled, times out
   * or loses its claim. The hook ends work that an interrupt does not reach, such as a child
   * process.
   */
  void onInterrupt(Runnable hook);

  /**
   * Gives access to other jobs with the rights of the owner of this job. Posted jobs become child
   * jobs of this job.
   */
  Jobs jobs();
}
