// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineFullException;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.NotFoundException;
import dev.baton.job.Jobs;
import dev.baton.job.RunLocation;
import dev.baton.job.Watch;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executes one run of a container job: makes or finds the engine job and follows it to its end. */
final class FollowContainer {

  private static final Backoff POLL_INTERVAL =
      Backoff.doubling(Duration.ofMillis(20), Duration.ofSeconds(2));
  private static final Backoff ROOM_CHECK_INTERVAL =
      Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(15));

  private final JobRun run;
  private final EngineJobHandle target;
  private final ContainerSecrets containerSecrets;
  private final ContainerServices tools;
  private final RetryEngineCalls calls;
  private final LastLines lastLines = new LastLines();
  private final ContainerFailures failures;
  private final StartContainer start;
  private @Nullable CopyContainerOutput output;
  // The reason why the program waits, according to the engine. Written by other threads.
  private volatile @Nullable String waitReason;

  FollowContainer(
      JobRun run,
      EngineJobHandle target,
      ContainerSecrets containerSecrets,
      ContainerServices tools,
      RetryEngineCalls calls) {
    this.run = run;
    this.target = target;
    this.containerSecrets = containerSecrets;
    this.tools = tools;
    this.calls = calls;
    this.failures = new ContainerFailures(target, containerSecrets, lastLines);
    this.start = new StartContainer(run, target, containerSecrets, tools, calls, failures);
  }

  /**
   * Executes the run of the container job.
   *
   * @param named whether the job itself names its engine
   */
  void run(boolean named) throws Exception {
    try {
      Optional<EnginePlace> place = start.reachEngine();
      if (place.isEmpty()) {
        return;
      }
      Optional<EngineJob> found = start.find(place.get());
      if (found.isEmpty() && waitsForCapacity()) {
        return;
      }
      EngineJob made = start.make(place.get(), found.isPresent(), named);
      boolean toReport = made.status().started() == null || target.spec().instances() != null;
      conclude(toReport ? followReported(made.uid()) : follow(made.uid()));
    } catch (EngineFullException e) {
      awaitCapacity("waits for room" + target.where() + ": " + containerSecrets.mask(text(e)));
    } catch (RetryEngineCalls.RunStoppedException e) {
      obey(calls.takeStopReason());
    }
  }

  private static String text(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  /** Whether an engine job may exist that has to be removed after the job has ended. */
  boolean mayExist() {
    return start.mayExist();
  }

  private boolean waitsForCapacity() throws Exception {
    String owner = target.spec().labels().getOrDefault(ContainerNames.OWNER, "");
    Optional<String> refusal =
        calls.callUntilStopped(() ->
            tools.capacity().admit(target.engineName(), target.engine(), target.name(), owner));
    refusal.ifPresent(this::awaitCapacity);
    return refusal.isPresent();
  }

  private void awaitCapacity(String why) {
    Instant until = run.job().updated().plus(ROOM_CHECK_INTERVAL.after(run.attempt()));
    run.await(until, run.job().status().signals(), why);
  }

  /**
   * Follows the engine job like {@link #follow}. In addition, shows in the job's message why the
   * program does not start, or the progress of the instances.
   */
  private EngineStatus followReported(String uid) throws Exception {
    try (Watch reported =
        tools
            .pendingContainers()
            .add(target.engineName(), target.engine(), target.name(), this::onStatus)) {
      return follow(uid);
    }
  }

  /**
   * Shows the status of the engine job in the message and the progress of the job. Called on other
   * threads.
   */
  private void onStatus(EngineStatus status) {
    String why = status.message();
    EngineInstances instances = target.spec().instances();
    if (instances != null) {
      int over = status.succeeded() + status.failed();
      run.progress(Math.min(100, 100 * over / instances.count()));
    }
    if (status.started() != null) {
      waitReason = null;
      boolean counted = instances != null && why != null && !status.isOver();
      calls.progressMessage("runs" + target.where() + (counted ? ": " + why : ""));
    } else if (why != null && !status.isOver()) {
      waitReason = containerSecrets.mask(why);
      calls.progressMessage("waits" + target.where() + ": " + waitReason);
    }
  }

  /** Copies the output, then waits until the engine knows how the program ended. */
  private EngineStatus follow(String uid) throws Exception {
    try {
      calls.callUntilStopped(() -> {
        if (calls.isUnreachable()) {
          // Copying the output may take days. This short call shows that the engine answers again,
          // so that the message about an unreachable engine disappears before the copying begins.
          target.engine().find(target.name());
          calls.reached();
        }
        output(uid).follow(target.engine(), target.name());
        return true;
      });
    } catch (NotFoundException e) {
      throw vanished();
    }
    EngineStatus status = status();
    for (int checks = 1; !status.isOver(); checks++) {
      calls.pause(POLL_INTERVAL.after(checks));
      status = status();
    }
    return status;
  }

  private EngineStatus status() throws Exception {
    EngineJob job =
        calls
            .callUntilStopped(() -> target.engine().find(target.name()))
            .orElseThrow(this::vanished);
    if (job.deleting()) {
      // Somebody is deleting the engine job. It counts as gone, even if its status says that the
      // program still runs.
      throw vanished();
    }
    return job.status();
  }

  private CopyContainerOutput output(String uid) {
    CopyContainerOutput known = output;
    if (known == null) {
      known = new CopyContainerOutput(run, target.name(), uid, containerSecrets, lastLines);
      output = known;
    }
    return known;
  }

  private JobFailedException vanished() {
    return failures.deletedByOthers(tools.clock().now());
  }

  private void conclude(EngineStatus status) throws JobFailedException {
    if (!status.isSuccess()) {
      throw failures.ended(status);
    }
    run.result(failures.result(status));
    run.message("exit code 0" + lastLines.last());
  }

  private void obey(RetryEngineCalls.StopReason stopReason) throws Exception {
    Instant now = tools.clock().now();
    switch (stopReason) {
      // The program continues to run; the next executor follows it.
      case STOP -> run.handOver();
      case TIMEOUT -> {
        String absence = calls.unreachableText();
        EndContainer.End end = end("its timeout has passed");
        String text = end.text() + waitReasonText(end) + absence;
        throw failures.timedOut(text, end.status(), now);
      }
      case CANCEL -> {
        EndContainer.End end = end("cancelled by '" + Jobs.CANCEL_SIGNAL + "'");
        String text = end.text() + waitReasonText(end);
        run.message("cancelled; " + text + lastLines.all());
        run.result(failures.ended(EngineReason.CANCELED, text, end.status(), now));
        run.endCanceled();
      }
    }
  }

  /**
   * The reason why the program had not started, as the end of a message; empty if it had started.
   */
  private String waitReasonText(EndContainer.End end) {
    String last = waitReason;
    String reported = end.status() == null ? null : end.status().message();
    boolean started = end.status() != null && end.status().started() != null;
    String why = last == null && reported != null ? containerSecrets.mask(reported) : last;
    return started || why == null ? "" : "; it waited" + target.where() + ": " + why;
  }

  /** Ends the engine job and returns how it ended. */
  private EndContainer.End end(String why) throws Exception {
    RunLocation stored = run.job().status().location();
    if (!mayExist() && !run.resumed()) {
      // Neither this attempt of the job nor the attempt that it resumes created an engine job, so
      // no call to the engine is needed.
      return new EndContainer.End("no program was started", null);
    }
    if (!mayExist() && stored != null) {
      EnginePlace here =
          calls.callUntilAnswered(
              why + "; the engine is asked for its place", () -> target.engine().place());
      if (!here.isAt(stored.place())) {
        return new EndContainer.End(
            "its engine job '"
                + target.name()
                + "' was started in engine '"
                + stored.engine()
                + "' at "
                + stored.address()
                + ", which this executor does not reach, so it is not deleted",
            null);
      }
    }
    return new EndContainer(target, calls, tools.watches())
        .run(why, uid -> output(uid).follow(target.engine(), target.name()));
  }
}
