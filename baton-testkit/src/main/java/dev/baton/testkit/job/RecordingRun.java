// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.ChildJobs;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowHost;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.job.Job;
import dev.baton.job.Jobs;
import dev.baton.job.RunLocation;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryLogbookStore;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.StopHandler;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A job run without an executor that records the calls of the action, for tests of actions.
 * Thread-safe, like every run.
 */
public final class RecordingRun implements JobRun {

  /** A logged line. */
  public record Line(String stream, String text) {}

  private final Job job;
  private final Jobs jobs;
  private final int attempt;
  private final LogbookStore logbook;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Map<String, String> positions;
  private final List<Integer> progress = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
  // Written by the threads of the action, read by the thread of the test.
  private volatile @Nullable Object result;
  private volatile @Nullable List<String> parked;
  private volatile @Nullable String awaited;
  private volatile boolean stopRequested;
  private volatile boolean interrupt;
  private volatile @Nullable StopHandler stopHandler;
  private volatile boolean canceled;
  private volatile @Nullable RunLocation location;

  private RecordingRun(
      Job job, Jobs jobs, int attempt, LogbookStore logbook, Map<String, String> positions) {
    this.job = job;
    this.jobs = jobs;
    this.attempt = attempt;
    this.logbook = logbook;
    this.positions = positions;
  }

  /** Creates the first attempt of the job. */
  public static RecordingRun of(Job job, Jobs jobs) {
    return new RecordingRun(job, jobs, 1, new InMemoryLogbookStore(), new ConcurrentHashMap<>());
  }

  /** Creates the attempt that resumes the job after this attempt was interrupted. */
  public RecordingRun resume() {
    RunLocation stored = location == null ? job.status().location() : location;
    Job located = job.withStatus(job.status().toBuilder().location(stored).build());
    return new RecordingRun(located, jobs, attempt + 1, logbook, positions);
  }

  /** Runs the interrupt hooks, as an executor does after it has interrupted the action. */
  public void runHooks() {
    hooks.forEach(Runnable::run);
  }

  /** Makes {@link #stopRequested()} return true. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Makes {@link #isInterrupted()} return true. An executor does so before it interrupts the thread
   * of the action.
   */
  public void interrupt() {
    interrupt = true;
  }

  /** Returns the stop handler that the action set, or null if it set none. */
  public @Nullable StopHandler stopHandler() {
    return stopHandler;
  }

  /** Whether the action reported that it ended as canceled. */
  public boolean hasEndedCanceled() {
    return canceled;
  }

  /** Returns all lines, in order. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Returns the lines of one stream, in order. */
  public List<String> lines(String stream) {
    return lines.stream().filter(line -> line.stream().equals(stream)).map(Line::text).toList();
  }

  /** Returns all progress values that the action set, in order. */
  public List<Integer> progresses() {
    return List.copyOf(progress);
  }

  /** Returns the last message, or null if there is none. */
  public @Nullable String lastMessage() {
    List<String> all = new ArrayList<>(messages);
    return all.isEmpty() ? null : all.getLast();
  }

  /** Returns the result that the action set. */
  public @Nullable Object lastResult() {
    return result;
  }

  /** Returns the tags with which the action parked the job, or null if it did not park the job. */
  public @Nullable List<String> parked() {
    return parked;
  }

  /**
   * Returns the status message with which the action waits for a signal or a time, or null if it
   * does not wait.
   */
  public @Nullable String awaited() {
    return awaited;
  }

  @Override
  public void location(RunLocation newLocation) {
    location = newLocation;
  }

  @Override
  public Job job() {
    return job;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public boolean resumed() {
    return attempt > 1;
  }

  @Override
  public String idempotencyKey() {
    return job.id().toString();
  }

  @Override
  public long fencingToken() {
    return attempt;
  }

  @Override
  public void progress(int percent) {
    progress.add(percent);
  }

  @Override
  public void message(String text) {
    messages.add(text);
  }

  @Override
  public void log(String line) {
    log("log", line);
  }

  @Override
  public void log(String stream, String line) {
    lines.add(new Line(stream, line));
  }

  @Override
  public void log(String stream, String line, String source, String position) {
    positions.put(source, position);
    log(stream, line);
  }

  @Override
  public Optional<String> loggedUpTo(String source) {
    return Optional.ofNullable(positions.get(source));
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
    return jobs.find(job.id()).orElse(job).status().signals();
  }

  @Override
  public void await(
      @Nullable Instant until, SortedMap<String, JsonNode> seen, String statusMessage) {
    awaited = statusMessage;
  }

  /** Runs the flow in memory. Its progress is kept for {@link #resume resumed} runs. */
  @Override
  public void runFlow(FlowNode flow, FlowOptions options, List<FlowListener> listeners)
      throws Exception {
    FlowRunner.Opening opening =
        new FlowRunner(logbook, Clock.system())
            .flow(flow)
            .forJob(job.id(), attempt)
            .options(options)
            .signals(this::signals)
            .interruptedWhen(this::isInterrupted)
            .host(new Lines(this));
    listeners.forEach(opening::listen);
    FlowOutcome outcome = opening.open().run();
    if (!(outcome instanceof FlowOutcome.Succeeded)) {
      throw new JobFailedException(1, "the flow ended with " + outcome);
    }
  }

  @Override
  public boolean isInterrupted() {
    return interrupt;
  }

  @Override
  public boolean stopRequested() {
    return stopRequested;
  }

  @Override
  public void handOver() throws HandedOverException {
    throw new HandedOverException();
  }

  @Override
  public void onStop(StopHandler newStopHandler) {
    stopHandler = newStopHandler;
  }

  @Override
  public void endCanceled() {
    canceled = true;
  }

  @Override
  public void onInterrupt(Runnable hook) {
    hooks.add(hook);
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  /** Passes the log lines of the atoms to the run. The atoms cannot post child jobs. */
  private record Lines(RecordingRun run) implements FlowHost {
    @Override
    public void log(String atom, String line) {
      run.log("[" + atom + "] " + line);
    }

    @Override
    public ChildJobs childJobs() {
      return FlowHost.NONE.childJobs();
    }
  }
}
