// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.ContainerResult;
import dev.baton.job.Jobs;
import dev.baton.job.Watch;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a container job: makes or finds its engine job, and stays with it to the end. */
final class FollowContainer {

  private static final int TIMED_OUT = 124;

  /** How often what cannot be fetched is asked for. */
  private static final int FETCHES = 5;

  private static final Backoff FETCH =
      Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(8));
  private static final Backoff LOOK =
      Backoff.doubling(Duration.ofMillis(20), Duration.ofSeconds(2));
  private static final Backoff ROOM =
      Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(15));

  private final JobRun run;
  private final EngineTarget target;
  private final Secrets secrets;
  private final ContainerTools tools;
  private final EngineCalls calls;
  private final LastLines lastLines = new LastLines();
  private @Nullable String position;
  private boolean mayExist;

  FollowContainer(
      JobRun run, EngineTarget target, Secrets secrets, ContainerTools tools, EngineCalls calls) {
    this.run = run;
    this.target = target;
    this.secrets = secrets;
    this.tools = tools;
    this.calls = calls;
  }

  void run() throws Exception {
    try {
      boolean adopted = calls.patiently(() -> target.engine().find(target.name())).isPresent();
      if (!adopted && waitsForRoom()) {
        return;
      }
      EngineJob made = make(adopted);
      boolean toTell = made.status().started() == null || target.spec().instances() != null;
      conclude(toTell ? followTold() : follow());
    } catch (EngineCalls.OrderedException e) {
      obey(calls.heed());
    }
  }

  /** Whether there may be an engine job to remove when all is over. */
  boolean mayExist() {
    return mayExist;
  }

  private boolean waitsForRoom() throws Exception {
    String owner = target.spec().labels().getOrDefault(ContainerNames.OWNER, "");
    Optional<String> refusal =
        calls.patiently(
            () -> tools.room().enter(target.engineName(), target.engine(), target.name(), owner));
    refusal.ifPresent(why -> {
      Instant until = run.job().updated().plus(ROOM.after(run.attempt()));
      run.await(until, run.job().status().signals(), why);
    });
    return refusal.isPresent();
  }

  private EngineJob make(boolean adopted) throws Exception {
    try {
      if (!adopted) {
        prepare();
      }
      mayExist = true;
      EngineJob job = calls.patiently(() -> target.engine().create(target.spec()));
      if (job.deleting()) {
        new RemoveContainer(target, calls, tools.news()).await();
        job = calls.patiently(() -> target.engine().create(target.spec()));
      }
      made(adopted, job.status().started() != null);
      return job;
    } catch (InvalidInputException e) {
      String refusal = secrets.mask(String.valueOf(e.getMessage()));
      throw new JobFailedException(
          1,
          refusal,
          false,
          ContainerOutcome.notBegun(
              target.engineName(), target.name(), new InvalidInputException(refusal)));
    } catch (NotFoundException e) {
      throw failure(noImage(String.valueOf(e.getMessage())), false);
    }
  }

  /**
   * Has the image fetched; a registry that is away, unlike an engine, is not waited for for ever.
   */
  private void prepare() throws Exception {
    EngineImage image = target.spec().image();
    if (image != null) {
      calls.say("engine '" + target.engineName() + "' is asked for image '" + image.name() + "'");
    }
    for (int tries = 1; ; tries++) {
      Optional<String> missing =
          calls.patiently(() -> target.engine().prepare(target.spec())).map(secrets::mask);
      if (missing.isEmpty()) {
        return;
      }
      String tried = missing.get() + "; tried " + tries + " of " + FETCHES + " times";
      if (tries == FETCHES) {
        throw failure(noImage(tried), true);
      }
      calls.say(tried);
      calls.pause(FETCH.after(tries));
    }
  }

  private EngineStatus noImage(String message) {
    return EngineStatus.failed(
        EngineReason.IMAGE_MISSING, null, message, null, run.job().updated());
  }

  private void made(boolean adopted, boolean started) {
    run.log(
        "log",
        (adopted ? "goes on with " : "runs as ")
            + "'"
            + target.name()
            + "' in engine '"
            + target.engineName()
            + "'");
    calls.say((adopted ? "goes on" : started ? "runs" : "starts") + where());
  }

  private String where() {
    return " in engine '" + target.engineName() + "'";
  }

  /** As {@link #follow}; the message says why it does not start, or how its instances stand. */
  private EngineStatus followTold() throws Exception {
    try (Watch told =
        tools.waits().add(target.engineName(), target.engine(), target.name(), this::tell)) {
      return follow();
    }
  }

  /** Called on other threads. */
  private void tell(EngineStatus status) {
    String why = status.message();
    EngineInstances instances = target.spec().instances();
    if (instances != null) {
      int over = status.succeeded() + status.failed();
      run.progress(Math.min(100, 100 * over / instances.count()));
    }
    if (status.started() != null) {
      boolean counted = instances != null && why != null && !status.isOver();
      calls.news("runs" + where() + (counted ? ": " + why : ""));
    } else if (why != null && !status.isOver()) {
      calls.news("waits" + where() + ": " + secrets.mask(why));
    }
  }

  /** Follows the output, then waits until the engine knows how it ended. */
  private EngineStatus follow() throws Exception {
    position = run.loggedUpTo(target.name()).orElse(null);
    try {
      calls.patiently(() -> {
        if (calls.isAway()) {
          // What follows may take days: that the engine is back is to be seen before.
          target.engine().find(target.name());
          calls.reached();
        }
        target.engine().logs(target.name(), position, this::take);
        return true;
      });
    } catch (NotFoundException e) {
      throw vanished();
    }
    for (int looks = 1; ; looks++) {
      EngineJob job =
          calls.patiently(() -> target.engine().find(target.name())).orElseThrow(this::vanished);
      if (job.deleting()) {
        // Ended by the deletion, whatever its status says.
        throw vanished();
      }
      if (job.status().isOver()) {
        return job.status();
      }
      calls.pause(LOOK.after(looks));
    }
  }

  private JobFailedException vanished() {
    return new JobFailedException(
        1,
        "engine job '"
            + target.name()
            + "' vanished from engine '"
            + target.engineName()
            + "': somebody deleted it; what it did is unknown"
            + lastLines.all());
  }

  private void take(EngineLine line) throws InterruptedException {
    String text = secrets.mask(line.text());
    run.log(line.stream(), text, target.name(), line.position());
    // A line that found no room was dropped: nothing may follow it, so that no hole is stored.
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    position = line.position();
    lastLines.add(text);
  }

  private void conclude(EngineStatus status) throws JobFailedException {
    if (!status.isSuccess()) {
      EngineReason reason = status.reason();
      throw failure(
          status, reason != EngineReason.IMAGE_MISSING && reason != EngineReason.CANNOT_START);
    }
    run.result(result(status));
    run.message("exit code 0" + lastLines.last());
  }

  private JobFailedException failure(EngineStatus status, boolean retryable) {
    Integer code = status.exitCode();
    EngineReason reason = status.reason() == null ? EngineReason.OTHER : status.reason();
    String said = status.message() == null ? "" : ": " + secrets.mask(status.message());
    String what =
        reason == EngineReason.EXIT_CODE
            ? "exit code " + code + said
            : reason.text() + (code == null ? "" : ", exit code " + code) + said;
    int returned = code == null || code <= 0 ? 1 : code;
    return new JobFailedException(
        // As of one that Baton itself ended in time.
        reason == EngineReason.TIMEOUT ? TIMED_OUT : returned,
        what + lastLines.all(),
        retryable,
        result(status));
  }

  private ContainerResult result(EngineStatus status) {
    return ContainerOutcome.of(
        target.engineName(), target.name(), status, lastLines.list(), secrets);
  }

  private void obey(EngineCalls.Order order) throws Exception {
    switch (order) {
      // It runs on, for the next executor.
      case STOP -> run.handOver();
      case TIMEOUT -> {
        String absence = calls.absence();
        String end = remove("its time is up");
        throw new JobFailedException(TIMED_OUT, "timed out; " + end + absence + lastLines.all());
      }
      case CANCEL -> {
        run.message("cancelled; " + remove("cancelled by '" + Jobs.CANCEL_SIGNAL + "'"));
        run.canceled();
      }
    }
  }

  /** What became of the engine job, for people. */
  private String remove(String why) throws Exception {
    if (!mayExist && !run.resumed()) {
      // Neither this attempt made it nor one that it takes up: none need be asked for.
      return "nothing had been started";
    }
    new RemoveContainer(target, calls, tools.news()).run(why);
    return "its engine job is deleted";
  }
}
