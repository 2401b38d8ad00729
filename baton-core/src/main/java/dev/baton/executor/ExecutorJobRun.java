// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.Job;
import dev.baton.job.Jobs;
import dev.baton.job.LogLine;
import dev.baton.job.RunLocation;
import dev.baton.job.RunWrite;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.StopHandler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Gives an action access to its run. */
final class ExecutorJobRun implements JobRun {

  private final RunningJob runningJob;
  private final ExecutorContext context;
  private final StoreOutages outages = new StoreOutages(this::isInterrupted);
  // Written by the action, perhaps from several threads; read after the action has ended.
  private volatile @Nullable Object result;
  private volatile @Nullable List<String> parked;
  private volatile RunWrite.@Nullable Wait wait;
  private volatile boolean canceled;

  ExecutorJobRun(RunningJob runningJob, ExecutorContext context) {
    this.runningJob = runningJob;
    this.context = context;
  }

  @Override
  public Job job() {
    return runningJob.job();
  }

  @Override
  public int attempt() {
    return runningJob.job().status().attempt();
  }

  @Override
  public boolean resumed() {
    return runningJob.claim().resumed();
  }

  @Override
  public String idempotencyKey() {
    return runningJob.job().id().toString();
  }

  @Override
  public long fencingToken() {
    return runningJob.claim().token();
  }

  @Override
  public void progress(int percent) {
    if (percent < 0 || percent > 100) {
      throw new InvalidInputException("progress is " + percent + "; allowed: 0 to 100");
    }
    checkHeld();
    if (runningJob.pendingReports().progress(percent)) {
      context.reportWriter().schedule(runningJob);
    }
  }

  @Override
  public void message(String text) {
    checkHeld();
    if (runningJob.pendingReports().message(text)) {
      context.reportWriter().schedule(runningJob);
    }
  }

  @Override
  public void log(String line) {
    log("log", line);
  }

  @Override
  public void log(String stream, String line) {
    append(stream, line, null);
  }

  @Override
  public void log(String stream, String line, String source, String position) {
    append(stream, line, StorableLogLines.mark(source, position));
  }

  /**
   * Adds the line in parts that a store can keep. Only the last part carries the mark: a later
   * reader may continue after the line only if all its parts are stored.
   */
  private void append(String stream, String line, @Nullable String mark) {
    StorableLogLines.checkStream(stream);
    List<String> texts = StorableLogLines.of(line);
    for (int i = 0; i < texts.size(); i++) {
      checkHeld();
      String own = i == texts.size() - 1 ? mark : null;
      append(new LogLine(context.clock().now(), attempt(), stream, texts.get(i), own));
    }
  }

  @Override
  public Optional<String> loggedUpTo(String source) {
    String prefix = StorableLogLines.mark(source, "");
    return outages
        .call(() -> context.ports().log().lastMark(runningJob.job().id(), prefix))
        .map(mark -> mark.substring(prefix.length()));
  }

  private void append(LogLine line) {
    try {
      if (runningJob.pendingReports().add(line)) {
        context.reportWriter().schedule(runningJob);
      }
    } catch (InterruptedException e) {
      // The buffer is full and the run is interrupted. The line is dropped, because the action must
      // end.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void location(RunLocation location) {
    checkHeld();
    outages.runStatement(() ->
        context
            .ports()
            .jobs()
            .write(RunWrite.Report.located(runningJob.job().id(), fencingToken(), location)));
  }

  @Override
  public void result(@Nullable Object newResult) {
    result = newResult;
  }

  @Override
  public void park(List<String> tags) {
    parked = List.copyOf(tags);
  }

  @Override
  public SortedMap<String, JsonNode> signals() {
    return outages
        .call(() -> context.ports().jobs().find(runningJob.job().id()))
        .orElseGet(runningJob::job)
        .status()
        .signals();
  }

  @Override
  public void await(
      @Nullable Instant until, SortedMap<String, JsonNode> seen, String statusMessage) {
    Instant latest = RunWrite.Wait.FOREVER;
    Instant due = until == null || until.isAfter(latest) ? latest : until;
    wait = new RunWrite.Wait(runningJob.job().id(), fencingToken(), due, seen, statusMessage);
  }

  @Override
  public void runFlow(FlowNode flow, FlowOptions options, List<FlowListener> listeners)
      throws Exception {
    if (Thread.interrupted()) {
      throw new InterruptedException(
          "the thread was interrupted before the flow began: by the code that made the flow, or by"
              + " the action");
    }
    new RunFlow(runningJob, this, context).run(flow, options, listeners);
  }

  @Override
  public void onStop(StopHandler handler) {
    RunStopHandler stopHandler = new RunStopHandler(runningJob, context.ports().jobs(), handler);
    runningJob.stopHandler(stopHandler);
    stopHandler.handleSignals(runningJob.job());
    if (stopRequested()) {
      handler.stopRequested();
    }
  }

  @Override
  public void endCanceled() {
    canceled = true;
  }

  @Override
  public boolean isInterrupted() {
    return runningJob.interruptReason() != null;
  }

  @Override
  public boolean stopRequested() {
    return context.stopping().getAsBoolean();
  }

  @Override
  public void handOver() throws HandedOverException {
    throw new HandedOverException();
  }

  @Override
  public void onInterrupt(Runnable hook) {
    if (!runningJob.addHook(hook)) {
      context.runInterrupter().runHooks(runningJob, List.of(hook));
    }
  }

  @Override
  public Jobs jobs() {
    return new OutageTrackingJobs(context.jobService().forRun(runningJob.job()), outages);
  }

  /**
   * The way in which the action ended. An action that ended because the store did not answer has
   * not failed: its job is abandoned.
   */
  DecideRun.ActionOutcome ending(@Nullable Throwable failure) {
    Throwable thrown = outages.caused(failure) ? new HandedOverException() : failure;
    boolean ends = thrown == null && parked == null && wait == null;
    Object answer = ends ? result : null;
    return new DecideRun.ActionOutcome(
        thrown, parked, canceled, wait, answer == null ? null : ResultJson.render(answer));
  }

  /** Whether a call to the store ended because code other than the executor interrupted it. */
  boolean isForeignInterrupt(UnavailableException thrown) {
    return outages.isForeignInterrupt(thrown);
  }

  private void checkHeld() {
    InterruptReason interruptReason = runningJob.interruptReason();
    boolean lost =
        interruptReason == InterruptReason.CLAIM_LOST
            || interruptReason == InterruptReason.ENDED_ELSEWHERE;
    if (lost || runningJob.isOver() || !runningJob.session().isTrusted()) {
      throw new LostClaimException(
          "the claim on "
              + runningJob.job().id()
              + " is lost: the job has ended, or another executor may run it; the action must end");
    }
  }
}
