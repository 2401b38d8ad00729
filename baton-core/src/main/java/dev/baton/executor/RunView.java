// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.desk.RunService;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.flow.Node;
import dev.baton.job.Job;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.LogLine;
import dev.baton.job.RunLocation;
import dev.baton.job.RunWrite;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.RunSteering;
import dev.baton.runner.FlowListener;
import dev.baton.runner.FlowOptions;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A run as its action sees it. */
final class RunView implements JobRun {

  private final Run run;
  private final RunContext context;
  private final Flusher flusher;
  private final Interrupter interrupter;
  private final RunService desk;
  private final JobStore jobStore;
  private final JobLog log;
  private final Clock clock;
  private final BooleanSupplier stopping;
  private final StoreOutages outages = new StoreOutages(this::isCutOff);
  // Written by the action, perhaps from several threads; read when it has ended.
  private volatile @Nullable Object result;
  private volatile @Nullable List<String> parked;
  private volatile RunWrite.@Nullable Wait wait;
  private volatile boolean canceled;

  RunView(Run run, RunContext context) {
    this.run = run;
    this.context = context;
    this.flusher = context.flusher();
    this.interrupter = context.interrupter();
    this.desk = context.desk();
    this.jobStore = context.ports().jobs();
    this.log = context.ports().log();
    this.clock = context.clock();
    this.stopping = context.stopping();
  }

  @Override
  public Job job() {
    return run.job();
  }

  @Override
  public int attempt() {
    return run.job().status().attempt();
  }

  @Override
  public boolean resumed() {
    return run.claim().resumed();
  }

  @Override
  public String idempotencyKey() {
    return run.job().id().toString();
  }

  @Override
  public long fencingToken() {
    return run.claim().token();
  }

  @Override
  public void progress(int percent) {
    if (percent < 0 || percent > 100) {
      throw new InvalidInputException("progress is " + percent + "; allowed: 0 to 100");
    }
    checkHeld();
    if (run.outbox().progress(percent)) {
      flusher.schedule(run);
    }
  }

  @Override
  public void message(String text) {
    checkHeld();
    if (run.outbox().message(text)) {
      flusher.schedule(run);
    }
  }

  @Override
  public void log(String line) {
    log("log", line);
  }

  @Override
  public void log(String stream, String line) {
    LogLines.checkStream(stream);
    for (String text : LogLines.of(line)) {
      checkHeld();
      append(new LogLine(clock.now(), attempt(), stream, text));
    }
  }

  @Override
  public void log(String stream, String line, String source, String position) {
    LogLines.checkStream(stream);
    List<String> texts = LogLines.of(line);
    String mark = LogLines.mark(source, position);
    for (int i = 0; i < texts.size(); i++) {
      checkHeld();
      // Only where all of the line is stored may another go on after it.
      String own = i == texts.size() - 1 ? mark : null;
      append(new LogLine(clock.now(), attempt(), stream, texts.get(i), own));
    }
  }

  @Override
  public Optional<String> loggedUpTo(String source) {
    String prefix = LogLines.mark(source, "");
    return outages
        .ask(() -> log.lastMark(run.job().id(), prefix))
        .map(mark -> mark.substring(prefix.length()));
  }

  private void append(LogLine line) {
    try {
      if (run.outbox().add(line)) {
        flusher.schedule(run);
      }
    } catch (InterruptedException e) {
      // The box is full and the run is cut off: the line is dropped, the action is to end.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void location(RunLocation location) {
    checkHeld();
    outages.tell(
        () -> jobStore.write(RunWrite.Report.located(run.job().id(), fencingToken(), location)));
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
    return outages.ask(() -> jobStore.find(run.job().id())).orElseGet(run::job).status().signals();
  }

  @Override
  public void await(
      @Nullable Instant until, SortedMap<String, JsonNode> seen, String statusMessage) {
    Instant latest = RunWrite.Wait.FOREVER;
    Instant due = until == null || until.isAfter(latest) ? latest : until;
    wait = new RunWrite.Wait(run.job().id(), fencingToken(), due, seen, statusMessage);
  }

  @Override
  public void runFlow(Node flow, FlowOptions options, List<FlowListener> listeners)
      throws Exception {
    if (Thread.interrupted()) {
      throw new InterruptedException(
          "the thread was interrupted before the flow began: by the code that made the flow, or by"
              + " the action");
    }
    new RunFlow(run, this, context).run(flow, options, listeners);
  }

  @Override
  public void steer(RunSteering steering) {
    SteerAction steered = new SteerAction(run, jobStore, steering);
    run.steer(steered);
    steered.look(run.job());
    if (stopRequested()) {
      steering.stopRequested();
    }
  }

  @Override
  public void canceled() {
    canceled = true;
  }

  @Override
  public boolean isCutOff() {
    return run.cut() != null;
  }

  @Override
  public boolean stopRequested() {
    return stopping.getAsBoolean();
  }

  @Override
  public void handOver() throws HandedOverException {
    throw new HandedOverException();
  }

  @Override
  public void onInterrupt(Runnable hook) {
    if (!run.addHook(hook)) {
      interrupter.runHooks(run, List.of(hook));
    }
  }

  @Override
  public Jobs jobs() {
    return new WatchedJobs(desk.forRun(run.job()), outages);
  }

  /**
   * How the action ended, as far as it said. One that ended because the store did not answer has
   * not failed: the job is given back.
   */
  Judge.Ending ending(@Nullable Throwable failure) {
    Throwable thrown = outages.caused(failure) ? new HandedOverException() : failure;
    boolean ends = thrown == null && parked == null && wait == null;
    Object answer = ends ? result : null;
    return new Judge.Ending(
        thrown, parked, canceled, wait, answer == null ? null : ResultJson.render(answer));
  }

  /** Whether a call of the store ended because other code than the executor's interrupted it. */
  boolean isForeignInterrupt(UnavailableException thrown) {
    return outages.isForeignInterrupt(thrown);
  }

  private void checkHeld() {
    Cut cut = run.cut();
    boolean lost = cut == Cut.LOST || cut == Cut.ENDED_BY_OTHERS;
    if (lost || run.isOver() || !run.stay().isTrusted()) {
      throw new LostClaimException(
          "the claim on "
              + run.job().id()
              + " is not held any more: it was ended, or another executor may run it; end now");
    }
  }
}
