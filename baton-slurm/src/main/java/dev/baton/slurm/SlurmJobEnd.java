// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines how an engine job ended from the data of Slurm and of the batch script, and writes it
 * as JSON.
 */
final class SlurmJobEnd {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The signal that Slurm reports when a node cannot open the file for Slurm's messages. */
  private static final int NO_OUTPUT_FILE = 53;

  private static final int MESSAGE = 300;

  private SlurmJobEnd() {}

  /**
   * Returns how the Slurm job ended.
   *
   * @param job the finished Slurm job, or null if Slurm no longer knows it
   * @param ran whether the program was started
   */
  static EngineStatus of(SlurmJobFolder files, @Nullable SlurmJob job, boolean ran, Clock clock)
      throws IOException {
    String[] cause = SlurmJobFolder.textOf(files.file("cause")).strip().split(" ", 2);
    String exit = SlurmJobFolder.textOf(files.file("exit")).strip();
    Instant finished = job == null || job.end() == null ? clock.now() : job.end();
    Instant started = job == null || !ran ? null : job.start();
    if (started != null && started.isAfter(finished)) {
      started = finished;
    }
    Integer code = exit.isEmpty() ? codeOf(job, ran) : Integer.valueOf(exit);
    EngineReason reason = reason(files, job, cause[0], code, ran);
    if (reason == EngineReason.COMPLETED) {
      return EngineStatus.completed(started, finished);
    }
    String message = message(files, job, reason, cause, code);
    return EngineStatus.failed(
        reason, reason == EngineReason.CANCELED ? null : code, message, started, finished);
  }

  private static @Nullable Integer codeOf(@Nullable SlurmJob job, boolean ran) {
    if (job == null || !ran || job.signal() == NO_OUTPUT_FILE) {
      return null;
    }
    return switch (job.state()) {
      case COMPLETED, FAILED -> job.exitCode();
      default -> job.exitCode() == 0 ? null : job.exitCode();
    };
  }

  private static EngineReason reason(
      SlurmJobFolder files,
      @Nullable SlurmJob job,
      String cause,
      @Nullable Integer code,
      boolean ran)
      throws IOException {
    EngineReason said = said(cause);
    if (said != null) {
      return said;
    }
    EngineReason stated = job == null ? EngineReason.EXIT_CODE : job.state().reason();
    if (stated != null && stated != EngineReason.COMPLETED && stated != EngineReason.EXIT_CODE) {
      return stated == EngineReason.CANCELED && isOutOfMemory(files)
          ? EngineReason.OUT_OF_MEMORY
          : stated;
    }
    if (code == null) {
      return job == null ? EngineReason.LOST : EngineReason.OTHER;
    }
    if (code == 0) {
      return ran ? EngineReason.COMPLETED : EngineReason.OTHER;
    }
    if (isOutOfMemory(files)) {
      return EngineReason.OUT_OF_MEMORY;
    }
    EngineReason shown = EngineReason.ofExitCode(code);
    // If Slurm's controller has lost a Slurm job, it orders the node to kill the processes of that
    // Slurm job. Such an engine job counts as evicted.
    return job == null && shown == EngineReason.SIGNAL ? EngineReason.EVICTED : shown;
  }

  private static @Nullable EngineReason said(String cause) {
    return switch (cause) {
      case "timeout" -> EngineReason.TIMEOUT;
      case "cannot-start" -> EngineReason.CANNOT_START;
      case "repeated" -> EngineReason.EVICTED;
      default -> null;
    };
  }

  private static boolean isOutOfMemory(SlurmJobFolder files) throws IOException {
    return SlurmErrors.isOutOfMemory(SlurmJobFolder.textOf(files.messages()));
  }

  private static @Nullable String message(
      SlurmJobFolder files,
      @Nullable SlurmJob job,
      EngineReason reason,
      String[] cause,
      @Nullable Integer code)
      throws IOException {
    return switch (reason) {
      case COMPLETED, EXIT_CODE -> null;
      case SIGNAL -> "killed by signal " + (code == null ? "?" : code - EngineReason.SIGNALLED);
      case CANNOT_START -> cause.length > 1 ? cause[1] : "its program cannot be executed";
      case TIMEOUT -> "it took longer than its timeout and was killed";
      case OUT_OF_MEMORY -> "it needed more memory than its limit";
      case CANCELED -> "it was cancelled in Slurm";
      case LOST -> "Slurm no longer knows it, and its exit code was not stored";
      case EVICTED, IMAGE_MISSING, IMAGE_UNAVAILABLE, OTHER -> slurmText(files, job);
    };
  }

  /** Returns Slurm's explanation of the end. */
  private static String slurmText(SlurmJobFolder files, @Nullable SlurmJob job) throws IOException {
    if (job == null) {
      return "Slurm lost it and killed it";
    }
    String said = job.reason() == null ? "" : ": " + job.reason();
    if (job.signal() == NO_OUTPUT_FILE) {
      said = ": the node cannot write to " + files.path() + "; is the folder shared with it?";
    }
    String messages =
        SlurmJobFolder.textOf(files.messages()).strip().replaceAll("\\s*\\R\\s*", "; ");
    String text =
        "Slurm ended job "
            + job.number()
            + " as "
            + job.state()
            + said
            + (messages.isEmpty() ? "" : " (" + messages + ")");
    return text.length() > MESSAGE ? text.substring(0, MESSAGE) : text;
  }

  static String text(EngineStatus status) {
    ObjectNode node = JSON.createObjectNode();
    node.put("succeeded", status.succeeded());
    node.put("failed", status.failed());
    node.put("exit-code", status.exitCode());
    node.put("reason", String.valueOf(status.reason()));
    node.put("message", status.message());
    node.put("started", status.started() == null ? null : status.started().toString());
    node.put("finished", String.valueOf(status.finished()));
    return node.toString();
  }

  static EngineStatus parse(String text) throws IOException {
    JsonNode node = JSON.readTree(text);
    JsonNode code = node.path("exit-code");
    String started = node.path("started").asText("");
    return new EngineStatus(
        0,
        node.path("succeeded").asInt(),
        node.path("failed").asInt(),
        code.isInt() ? Integer.valueOf(code.asInt()) : null,
        EngineReason.valueOf(node.path("reason").asText()),
        node.path("message").isTextual() ? node.path("message").asText() : null,
        started.isEmpty() || started.equals("null") ? null : Instant.parse(started),
        Instant.parse(node.path("finished").asText()));
  }
}
