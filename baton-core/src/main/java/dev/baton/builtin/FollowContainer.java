// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.ContainerResult;
import dev.baton.job.Jobs;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a container job: makes or finds its engine job, and stays with it to the end. */
final class FollowContainer {

  private static final int TIMED_OUT = 124;
  private static final int LAST_LINES = 10;
  private static final int MAX_LINE = 500;
  private static final Backoff LOOK =
      Backoff.doubling(Duration.ofMillis(20), Duration.ofSeconds(2));
  private static final Backoff ROOM =
      Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(15));

  private final JobRun run;
  private final String engineName;
  private final Engine engine;
  private final EngineSpec spec;
  private final Secrets secrets;
  private final EngineRoom room;
  private final EngineCalls calls;
  private final ArrayDeque<String> lastLines = new ArrayDeque<>();
  private @Nullable String position;
  private boolean mayExist;

  FollowContainer(
      JobRun run,
      String engineName,
      Engine engine,
      EngineSpec spec,
      Secrets secrets,
      EngineRoom room,
      EngineCalls calls) {
    this.run = run;
    this.engineName = engineName;
    this.engine = engine;
    this.spec = spec;
    this.secrets = secrets;
    this.room = room;
    this.calls = calls;
  }

  void run() throws Exception {
    try {
      boolean adopted = calls.patiently(() -> engine.find(spec.name())).isPresent();
      if (!adopted && waitsForRoom()) {
        return;
      }
      mayExist = true;
      make(adopted);
      conclude(follow());
    } catch (EngineCalls.OrderedException e) {
      obey(calls.heed());
    }
  }

  /** Whether there may be an engine job to remove when all is over. */
  boolean mayExist() {
    return mayExist;
  }

  private boolean waitsForRoom() throws Exception {
    String owner = spec.labels().getOrDefault(ContainerNames.OWNER, "");
    Optional<String> refusal =
        calls.patiently(() -> room.enter(engineName, engine, spec.name(), owner));
    refusal.ifPresent(why -> {
      Instant until = run.job().updated().plus(ROOM.after(run.attempt()));
      run.await(until, run.job().status().signals(), why);
    });
    return refusal.isPresent();
  }

  private void make(boolean adopted) throws Exception {
    try {
      EngineJob job = calls.patiently(() -> engine.create(spec));
      if (job.deleting()) {
        awaitGone();
        calls.patiently(() -> engine.create(spec));
      }
    } catch (InvalidInputException e) {
      String refusal = secrets.mask(String.valueOf(e.getMessage()));
      throw new JobFailedException(
          1,
          refusal,
          false,
          ContainerOutcome.notBegun(engineName, spec.name(), new InvalidInputException(refusal)));
    } catch (NotFoundException e) {
      throw failure(
          EngineStatus.failed(
              EngineReason.IMAGE_MISSING, null, e.getMessage(), null, run.job().updated()));
    }
    run.log(
        "log",
        (adopted ? "goes on with " : "runs as ")
            + "'"
            + spec.name()
            + "' in engine '"
            + engineName
            + "'");
    calls.say((adopted ? "goes on in engine '" : "runs in engine '") + engineName + "'");
  }

  /** Follows the output, then waits until the engine knows how it ended. */
  private EngineStatus follow() throws Exception {
    position = run.loggedUpTo(spec.name()).orElse(null);
    try {
      calls.patiently(() -> {
        if (calls.isAway()) {
          // What follows may take days: that the engine is back is to be seen before.
          engine.find(spec.name());
          calls.reached();
        }
        engine.logs(spec.name(), position, this::take);
        return true;
      });
    } catch (NotFoundException e) {
      throw vanished();
    }
    for (int looks = 1; ; looks++) {
      EngineJob job = calls.patiently(() -> engine.find(spec.name())).orElseThrow(this::vanished);
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
            + spec.name()
            + "' vanished from engine '"
            + engineName
            + "': somebody deleted it; what it did is unknown"
            + shown());
  }

  private void take(EngineLine line) throws InterruptedException {
    String text = secrets.mask(line.text());
    run.log(line.stream(), text, spec.name(), line.position());
    // A line that found no room was dropped: nothing may follow it, so that no hole is stored.
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    position = line.position();
    if (!text.isBlank()) {
      lastLines.add(text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "…" : text);
      if (lastLines.size() > LAST_LINES) {
        lastLines.remove();
      }
    }
  }

  private void conclude(EngineStatus status) throws JobFailedException {
    if (!status.isSuccess()) {
      throw failure(status);
    }
    run.result(result(status));
    run.message(lastLines.isEmpty() ? "exit code 0" : "exit code 0: " + lastLines.getLast());
  }

  private JobFailedException failure(EngineStatus status) {
    Integer code = status.exitCode();
    EngineReason reason = status.reason() == null ? EngineReason.OTHER : status.reason();
    String said = status.message() == null ? "" : ": " + secrets.mask(status.message());
    String what =
        reason == EngineReason.EXIT_CODE
            ? "exit code " + code + said
            : reason.text() + (code == null ? "" : ", exit code " + code) + said;
    return new JobFailedException(
        code == null || code <= 0 ? 1 : code,
        what + shown(),
        reason != EngineReason.IMAGE_MISSING && reason != EngineReason.CANNOT_START,
        result(status));
  }

  /** The last lines, as the end of a message. */
  private String shown() {
    return lastLines.isEmpty() ? "" : "\n" + String.join("\n", lastLines);
  }

  private ContainerResult result(EngineStatus status) {
    return ContainerOutcome.of(engineName, spec.name(), status, List.copyOf(lastLines), secrets);
  }

  private void obey(EngineCalls.Order order) throws Exception {
    switch (order) {
      // It runs on, for the next executor.
      case STOP -> run.handOver();
      case TIMEOUT -> {
        String absence = calls.absence();
        String end = remove("its time is up");
        throw new JobFailedException(TIMED_OUT, "timed out; " + end + absence + shown());
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
    String doing = why + "; engine job '" + spec.name() + "' is being deleted";
    calls.say(doing);
    calls.insistently(
        doing,
        () -> {
          engine.delete(spec.name());
          return true;
        });
    for (int looks = 1; isThere(doing); looks++) {
      calls.rest(LOOK.after(looks));
    }
    return "its engine job is deleted";
  }

  private boolean isThere(String doing) throws Exception {
    return calls.insistently(doing, () -> engine.find(spec.name())).isPresent();
  }

  private void awaitGone() throws Exception {
    for (int looks = 1; calls.patiently(() -> engine.find(spec.name())).isPresent(); looks++) {
      calls.pause(LOOK.after(looks));
    }
  }
}
