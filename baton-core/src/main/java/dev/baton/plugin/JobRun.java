// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.job.Job;
import dev.baton.job.Jobs;
import dev.baton.job.RunLocation;
import dev.baton.runner.FlowListener;
import dev.baton.runner.FlowOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job, as its action sees it. Thread-safe. Methods that write throw {@link
 * dev.baton.error.LostClaimException} once the claim is lost; the action should then just end.
 */
public interface JobRun {

  /** The job as it was claimed. */
  Job job();

  /** 1 for the first start; grows with every start, resumptions included. */
  int attempt();

  /** True when an earlier attempt was cut off, so that its effects may be there in part. */
  boolean resumed();

  /** The same for every attempt at this job: to be passed to services that deduplicate. */
  String idempotencyKey();

  /** Grows from claim to claim: to be passed to services that refuse stale writers. */
  long fencingToken();

  /** Sets the progress in percent, 0 to 100. Written soon, not at once; the last value wins. */
  void progress(int percent);

  /** Sets the status message. Written soon, not at once; the last value wins. */
  void message(String text);

  /** Appends a line to the job's log. Written soon, in order. */
  void log(String line);

  /** Appends a line to the named stream ({@code stdout}, {@code stderr}, {@code log}). */
  void log(String stream, String line);

  /**
   * As {@link #log(String, String)}, for a line that was read from elsewhere: the mark is stored
   * with it, so that a later attempt knows where to go on.
   *
   * @param source name of what is read, without a colon; of several in one job each has its own
   * @param position in it after the line; together with the name at most {@value
   *     dev.baton.job.JobLog#MAX_MARK_LENGTH} characters less one
   */
  void log(String stream, String line, String source, String position);

  /**
   * The position of the last line of that source that is stored; empty if there is none. Reads the
   * store.
   */
  Optional<String> loggedUpTo(String source);

  /**
   * Stores where the program of the job runs outside Baton; durable on return. To be called before
   * the program is started. An attempt that follows a failure begins without a location.
   *
   * @throws dev.baton.error.UnavailableException if the store does not answer; may be repeated
   * @throws dev.baton.error.InvalidInputException if the store does not keep locations
   */
  void location(RunLocation location);

  /** Sets what the job answers, stored as JSON if the attempt succeeds; null is no result. */
  void result(@Nullable Object result);

  /**
   * Leaves the job RUNNING and off the board when the action returns, with these tags, to be ended
   * by another job.
   */
  void park(List<String> tags);

  /** What was sent to the job so far: the last value under each name. Reads the store. */
  SortedMap<String, JsonNode> signals();

  /**
   * Frees the executor when the action returns: the job waits and is started again, with the next
   * attempt, when the time has come, a signal is sent, or somebody makes it due. Nothing counts as
   * failed.
   *
   * @param until null if only a signal ends the wait
   * @param seen the {@link #signals} that the action knows: if another came since, the job is
   *     started again at once
   * @param statusMessage what it waits for, for people
   */
  void await(@Nullable Instant until, SortedMap<String, JsonNode> seen, String statusMessage);

  /**
   * Runs a flow as what is left of the action, or goes on with it where an earlier attempt stopped;
   * its progress is kept with the job. When the flow has to wait, the job does; when the executor
   * stops, the flow is suspended and handed over.
   *
   * @param flow an equal one in every attempt
   * @param listeners told of each step, in this order
   * @throws Exception how the flow ended, unless it succeeded; to be passed on by the action
   */
  void runFlow(FlowNode flow, FlowOptions options, List<FlowListener> listeners) throws Exception;

  /** As {@link #runFlow(FlowNode, FlowOptions, List)}, with no listener. */
  default void runFlow(FlowNode flow, FlowOptions options) throws Exception {
    runFlow(flow, options, List.of());
  }

  /** True once the executor wants to stop: end soon, or return early if the work can be resumed. */
  boolean stopRequested();

  /**
   * True once the executor ends this attempt by an interrupt: the job was cancelled, timed out or
   * lost its claim, or the executor stops and waited long enough. True before the thread is
   * interrupted: where it is false, an interrupt came from elsewhere and is a failure of the
   * action.
   */
  boolean isInterrupted();

  /**
   * Ends this attempt so that another executor resumes the job: for actions that saw {@link
   * #stopRequested()}. Never returns normally.
   */
  void handOver() throws HandedOverException;

  /**
   * From now on tells what happens instead of interrupting the action, at once what has happened
   * already. For actions that were registered as {@link ActionSettings#handlesCancel}.
   */
  void onStop(StopHandler steering);

  /** Has the job end CANCELED when the action returns: for one that was told so. */
  void endCanceled();

  /**
   * Runs the hook, on another thread, if the job is cancelled, times out or loses its claim, after
   * the interrupt: for work that an interrupt does not reach, such as a child process.
   */
  void onInterrupt(Runnable hook);

  /**
   * Access to other jobs, on behalf of the owner of this one; posted jobs get this one as parent.
   */
  Jobs jobs();
}
