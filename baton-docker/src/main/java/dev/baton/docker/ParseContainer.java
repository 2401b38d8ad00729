// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the state of a container from the engine's answer to an inspection. Sends no request. */
final class ParseContainer {

  private static final Set<String> BEFORE_START = Set.of("created", "configured", "initialized");
  private static final Set<String> OVER = Set.of("exited", "dead", "stopped");
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int KILLED = 137;

  private final JsonNode json;
  private final JsonNode state;
  private final boolean isPodman;

  private ParseContainer(JsonNode json, boolean isPodman) {
    this.json = json;
    this.state = json.path("State");
    this.isPodman = isPodman;
  }

  /**
   * Returns the container from the answer to an inspection.
   *
   * @param now the time by the engine's clock
   */
  static DockerContainer read(JsonNode json, Instant now, boolean isPodman) {
    return new ParseContainer(json, isPodman).container(now);
  }

  private DockerContainer container(Instant now) {
    String id = json.path("Id").asText();
    Map<String, String> labels = labels();
    EngineStatus status = status(labels);
    Instant started = status.started();
    return new DockerContainer(
        id,
        word(),
        new EngineJob(name(), id, labels, status, word().equals("removing")),
        Duration.between(created(), now),
        started == null ? null : Duration.between(started, now),
        BEFORE_START.contains(word()) && !status.isOver());
  }

  private String word() {
    return state.path("Status").asText();
  }

  private String name() {
    return json.path("Name").asText().replaceFirst("^/", "");
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    for (var label : json.path("Config").path("Labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return labels;
  }

  private EngineStatus status(Map<String, String> labels) {
    if (BEFORE_START.contains(word())) {
      return beforeStart(DockerLabels.cannotStart(labels));
    }
    Instant started = instant(state.path("StartedAt"));
    Instant finished = instant(state.path("FinishedAt"));
    if (OVER.contains(word()) || (word().equals("removing") && finished != null)) {
      return over(labels, started, latest(started, finished == null ? created() : finished));
    }
    String message = word().equals("running") ? null : "the container is " + word();
    return new EngineStatus(1, 0, 0, null, null, message, started, null);
  }

  private EngineStatus beforeStart(@Nullable String cannotStart) {
    int code = state.path("ExitCode").asInt();
    if (cannotStart != null) {
      return EngineStatus.failed(EngineReason.CANNOT_START, null, cannotStart, null, created());
    }
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      return EngineStatus.failed(EngineReason.CANNOT_START, null, error(), null, created());
    }
    return EngineStatus.waiting(error());
  }

  private EngineStatus over(
      Map<String, String> labels, @Nullable Instant started, Instant finished) {
    int code = state.path("ExitCode").asInt();
    Duration timeout = DockerLabels.timeout(labels);
    if (timeout != null && started != null && isPast(timeout, started, finished)) {
      String message = "it ran for longer than its timeout of " + timeout;
      return EngineStatus.failed(EngineReason.TIMEOUT, code, message, started, finished);
    }
    if (code == 0) {
      return EngineStatus.completed(started, finished);
    }
    if (state.path("OOMKilled").asBoolean()) {
      String message = "it needed more memory than its limit" + limit();
      return EngineStatus.failed(EngineReason.OUT_OF_MEMORY, code, message, started, finished);
    }
    // Podman 4.3 never sets {@code OOMKilled}. Therefore a kill of a container with a memory limit
    // counts as out of memory.
    if (isPodman && code == KILLED && memoryLimit() > 0) {
      String message =
          "it was killed, most likely because it needed more memory than its limit" + limit();
      return EngineStatus.failed(EngineReason.OUT_OF_MEMORY, code, message, started, finished);
    }
    EngineReason reason = EngineReason.ofExitCode(code);
    String message =
        reason == EngineReason.SIGNAL
            ? "it was ended by signal " + (code - EngineReason.SIGNALLED)
            : null;
    return EngineStatus.failed(reason, code, message, started, finished);
  }

  /**
   * Returns the later of the two times. Podman's end time is less exact than its start time and may
   * be before it.
   */
  private static Instant latest(@Nullable Instant started, Instant finished) {
    return started != null && started.isAfter(finished) ? started : finished;
  }

  private static boolean isPast(Duration timeout, Instant started, Instant finished) {
    return Duration.between(started, finished).compareTo(timeout) >= 0;
  }

  private long memoryLimit() {
    return json.path("HostConfig").path("Memory").asLong();
  }

  private String limit() {
    return memoryLimit() > 0 ? " of " + memoryLimit() + " bytes" : "";
  }

  private @Nullable String error() {
    String error = state.path("Error").asText();
    return error.isEmpty() ? null : error;
  }

  private Instant created() {
    Instant created = instant(json.path("Created"));
    return created == null ? Instant.EPOCH : created;
  }

  /** Reads a time. Returns null for the year 1, which the engine writes for "never". */
  private static @Nullable Instant instant(JsonNode text) {
    try {
      Instant instant = OffsetDateTime.parse(text.asText()).toInstant();
      return instant.isAfter(Instant.EPOCH) ? instant : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
