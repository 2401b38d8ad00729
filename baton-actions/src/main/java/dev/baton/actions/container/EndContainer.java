// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends the program of a container job whose run must end: stops the program, copies the rest of its
 * output, reads how it ended, and deletes its engine job.
 */
record EndContainer(EngineJobHandle target, RetryEngineCalls calls, EngineJobWatches watches) {

  private static final Backoff POLL_INTERVAL =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

  /**
   * How often the status of a program is read after its output has ended, until the status shows
   * the end.
   */
  private static final int MAX_CHECKS = 10;

  /** The exit code that a program has if SIGKILL ended it (128 + 9). */
  private static final int KILLED = 137;

  /**
   * The end of the program.
   *
   * @param text the description for display
   * @param status the last status that the engine reported; null if it reported none
   */
  record End(String text, @Nullable EngineStatus status) {}

  /** Copies the output of the engine job with this unique id. */
  @FunctionalInterface
  interface CopyOutput {
    void follow(String uid) throws InterruptedException;
  }

  /**
   * Ends the program. Returns when its engine job is gone.
   *
   * @param why the reason, for display
   */
  End run(String why, CopyOutput copyOutput) throws Exception {
    String doing = why + "; engine job '" + target.name() + "' is being ended";
    calls.setMessage(doing);
    Optional<EngineJob> job = find(doing);
    End end = job.isPresent() && !job.get().deleting() ? end(doing, job.get(), copyOutput) : null;
    new RemoveContainer(target, calls, watches).run(why);
    return end == null ? new End("its engine job is deleted", null) : end;
  }

  private Optional<EngineJob> find(String doing) throws Exception {
    return calls.callUntilAnswered(doing, () -> target.engine().find(target.name()));
  }

  private End end(String doing, EngineJob job, CopyOutput copyOutput) throws Exception {
    if (job.status().started() == null && !job.status().isOver()) {
      return new End("its program had not started; its engine job is deleted", job.status());
    }
    boolean endedByItself = job.status().isOver();
    if (!endedByItself) {
      calls.callUntilAnswered(
          doing,
          () -> {
            target.engine().stop(target.name());
            return true;
          });
    }
    copyRest(doing, job.uid(), copyOutput);
    EngineStatus status = awaitStatus(doing, job);
    return new End(described(status, endedByItself) + "; its engine job is deleted", status);
  }

  private void copyRest(String doing, String uid, CopyOutput copyOutput) throws Exception {
    try {
      calls.callUntilAnswered(
          doing,
          () -> {
            copyOutput.follow(uid);
            return true;
          });
    } catch (NotFoundException | InvalidInputException e) {
      // The engine job is gone because somebody deleted it, or the engine does not keep output. No
      // more output can be read.
      calls.logLine("the rest of the output cannot be read: " + e.getMessage());
    }
  }

  private EngineStatus awaitStatus(String doing, EngineJob job) throws Exception {
    EngineStatus last = job.status();
    for (int checks = 1; checks <= MAX_CHECKS; checks++) {
      Optional<EngineJob> found = find(doing);
      if (found.isEmpty()) {
        return last;
      }
      last = found.get().status();
      if (last.isOver()) {
        return last;
      }
      calls.waitOrWake(POLL_INTERVAL.after(checks));
    }
    return last;
  }

  private static String described(EngineStatus status, boolean endedByItself) {
    Integer code = status.exitCode();
    if (endedByItself) {
      return "its program had ended before" + (code == null ? "" : " with exit code " + code);
    }
    if (code == null) {
      return "it is unknown how its program ended";
    }
    boolean killed = status.reason() == EngineReason.SIGNAL && code == KILLED;
    return killed
        ? "its program did not end within the grace period and was killed"
        : "its program ended within the grace period with exit code " + code;
  }
}
