// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.Job;
import dev.baton.job.Jobs;
import dev.baton.job.RunLocation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives an action access to its job during one attempt. Thread-safe. After the claim is lost,
 * methods that write throw {@link dev.baton.error.LostClaimException}; the action should then end.
 */
public interface JobRun {

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
   * Sets the progress in percent, 0 to 100. It is written soon, not at once; the last value is
   * kept.
   */
  void progress(int percent);

  /** Sets the status message. It is written soon, not at once; the last value is kept. */
  void message(String text);

  /** Appends a line to the log of the job. Lines are written soon, in order. */
  void log(String line);

  /** Appends a line to the named stream ({@code stdout}, {@code stderr}, {@code log}). */
  void log(String stream, String line);

  /**
   * Appends a line that was read from a source outside Baton, such as the output of a program, as
   * {@link #log(String, String)} does. The mark, which consists of source and position, is stored
   * with the line, so that a later attempt knows where to continue.
   *
   * @param source the name of the source, without a colon; each source of a job has a different
   *     name
   * @param position the position in the source after the line. Name and position together have at
   *     most {@value dev.baton.job.JobLog#MAX_MARK_LENGTH} characters less one
   */
  void log(String stream, String line, String source, String position);

  /**
   * The position of the last stored line of the source; empty if there is none. Reads the store.
   */
  Optional<String> loggedUpTo(String source);

  /**
   * Stores where the program of the job runs outside Baton. The location is durable when the method
   * returns. Call it before the program is started. An attempt that follows a failed attempt starts
   * without a location.
   *
   * @throws dev.baton.error.UnavailableException if the store does not answer; the call may be
   *     repeated
   * @throws dev.baton.error.InvalidInputException if the store does not keep locations
   */
  void location(RunLocation location);

  /**
   * Sets the result of the job. It is stored as JSON if the attempt succeeds. Null means no result.
   */
  void result(@Nullable Object result);

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
