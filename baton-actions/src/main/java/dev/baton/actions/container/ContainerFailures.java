// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.ContainerResult;
import dev.baton.job.RunLocation;
import dev.baton.plugin.JobFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the failures and results of container jobs. */
record ContainerFailures(
    EngineJobHandle target, ContainerSecrets containerSecrets, LastLines lastLines) {

  /**
   * The return code of a job whose program reached its timeout: the exit code that the shell
   * command {@code timeout} uses.
   */
  private static final int TIMED_OUT = 124;

  /**
   * The end reasons after which no other attempt is made, because another attempt would end for the
   * same reason.
   */
  private static final Set<EngineReason> FINAL =
      Set.of(EngineReason.IMAGE_MISSING, EngineReason.CANNOT_START);

  /** The failure of a container job whose engine job has failed. */
  JobFailedException ended(EngineStatus status) {
    Integer code = status.exitCode();
    EngineReason reason = status.reason() == null ? EngineReason.OTHER : status.reason();
    String prefix = status.message() == null ? "" : ": " + containerSecrets.mask(status.message());
    String what =
        reason == EngineReason.EXIT_CODE
            ? "exit code " + code + prefix
            : reason.text() + (code == null ? "" : ", exit code " + code) + prefix;
    int returned = code == null || code <= 0 ? 1 : code;
    return new JobFailedException(
        // Same code as for a program that Baton itself ended because of a timeout.
        reason == EngineReason.TIMEOUT ? TIMED_OUT : returned,
        what + lastLines.all(),
        !FINAL.contains(reason),
        result(status));
  }

  /** The failure of a container job whose engine spec the engine refuses. */
  JobFailedException refused(InvalidInputException e) {
    String refusal = containerSecrets.mask(String.valueOf(e.getMessage()));
    return notStarted(target.engineName(), target.name(), refusal);
  }

  /** The failure of a container job that was refused before anything was created. */
  static JobFailedException notStarted(String engine, String name, String refusal) {
    return new JobFailedException(
        1,
        refusal,
        false,
        new ContainerResult(
            engine,
            name,
            EngineReason.CANNOT_START.text(),
            null,
            0,
            0,
            refusal,
            null,
            null,
            List.of()));
  }

  /** The failure of a container job whose image does not exist, or cannot be fetched at present. */
  JobFailedException noImage(EngineReason reason, String message, Instant now) {
    return ended(EngineStatus.failed(reason, null, message, null, now));
  }

  /**
   * The failure of a container job whose engine job was deleted by a process or person other than
   * Baton.
   */
  JobFailedException deletedByOthers(Instant now) {
    String message =
        "engine job '"
            + target.name()
            + "' vanished from engine '"
            + target.engineName()
            + "': somebody deleted it; it is unknown what it did";
    return lost(message, now);
  }

  /**
   * The failure of a container job whose program was started in an engine that no executor has
   * reached for a long time.
   */
  JobFailedException startedInOtherEngine(RunLocation stored, String reachedAddress, Instant now) {
    String message =
        "engine job '"
            + target.name()
            + "' was started in engine '"
            + stored.engine()
            + "' at "
            + stored.address()
            + ", which no executor has reached for a long time (on this executor the engine is at "
            + reachedAddress
            + "); it is unknown whether it still runs and what it did";
    return lost(message, now);
  }

  private JobFailedException lost(String message, Instant now) {
    EngineStatus status = EngineStatus.failed(EngineReason.LOST, null, message, null, now);
    return new JobFailedException(1, message + lastLines.all(), true, result(status));
  }

  /** The failure of a container job that has reached its timeout. */
  JobFailedException timedOut(String end, @Nullable EngineStatus status, Instant now) {
    return new JobFailedException(
        TIMED_OUT,
        "timed out; " + end + lastLines.all(),
        true,
        ended(EngineReason.TIMEOUT, end, status, now));
  }

  /** The result of a container job whose program Baton ended. */
  ContainerResult ended(
      EngineReason reason, String end, @Nullable EngineStatus status, Instant now) {
    EngineStatus known = status != null && status.isOver() ? status : null;
    Instant finished = known == null ? null : known.finished();
    EngineStatus told =
        new EngineStatus(
            0,
            known == null ? 0 : known.succeeded(),
            known == null ? 1 : Math.max(1, known.failed()),
            known == null ? null : known.exitCode(),
            reason,
            end,
            status == null ? null : status.started(),
            finished == null ? now : finished);
    return result(told);
  }

  ContainerResult result(EngineStatus status) {
    return new ContainerResult(
        target.engineName(),
        target.name(),
        status.reason() == null ? null : status.reason().text(),
        status.exitCode(),
        status.succeeded(),
        status.failed(),
        status.message() == null ? null : containerSecrets.mask(status.message()),
        text(status.started()),
        text(status.finished()),
        lastLines.list());
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
