// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static dev.baton.engine.ShellCalls.quoted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes and reads engine jobs in the format of {@code shell-engine.sh}. */
final class ShellEngineJobs {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
  private static final String UID = "baton.dev/uid";
  private static final int FIELDS = 5;

  private ShellEngineJobs() {}

  /**
   * Writes the script of an engine job: its labels, its environment, and the program that replaces
   * the shell.
   */
  static String script(EngineSpec spec, String installation) {
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put(EngineLabels.INSTALLATION, installation);
    labels.put(UID, UUID.randomUUID().toString());
    String program = spec.program().command().getFirst();
    StringBuilder script = new StringBuilder("# ").append(json(labels)).append('\n');
    script.append("_baton=$PWD _baton_program=").append(quoted(program)).append('\n');
    // After a successful exec this shell no longer exists, so the trap runs only if the program
    // cannot be executed.
    script.append("_baton_left() { echo \"cannot-start $_baton_program\" >\"$_baton/cause\"; }\n");
    script.append("trap _baton_left EXIT\n");
    variables(spec)
        .forEach((name, value) ->
            script.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
    String workdir = spec.program().workdir();
    script.append("cd ").append(workdir == null ? "" : quoted(workdir)).append(" || exit 126\n");
    return script
        .append("exec ")
        .append(
            Stream.concat(spec.program().command().stream(), spec.program().args().stream())
                .map(ShellCalls::quoted)
                .collect(Collectors.joining(" ")))
        .append('\n')
        .toString();
  }

  private static Map<String, String> variables(EngineSpec spec) {
    Map<String, String> variables = new LinkedHashMap<>(spec.program().env());
    spec.program()
        .secrets()
        .forEach((name, secret) -> {
          switch (secret) {
            case EngineSecret.Value value -> variables.put(name, value.value());
            case EngineSecret.Kept kept ->
                throw new InvalidInputException(
                    "secrets refers to a secret in the engine, but this engine stores no secrets");
          }
        });
    for (String name : variables.keySet()) {
      if (!VARIABLE.matcher(name).matches()) {
        throw new InvalidInputException(
            "env has the variable '"
                + name
                + "'; allowed: letters, digits and '_', no digit first");
      }
    }
    return variables;
  }

  private static String json(Map<String, String> labels) {
    try {
      return JSON.writeValueAsString(labels);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("labels cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads an engine job from a line that the script prints.
   *
   * @throws UnavailableException if the line cannot be read, for example because a file is half
   *     written
   */
  static EngineJob read(String line) {
    String[] fields = line.split("\t", FIELDS);
    try {
      return read(fields);
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
      throw new UnavailableException(
          "the shell's line '" + line + "' for engine job '" + fields[0] + "' cannot be read", e);
    }
  }

  private static EngineJob read(String[] fields) {
    Map<String, String> labels = labels(fields[4]);
    return new EngineJob(
        fields[0],
        labels.getOrDefault(UID, "none"),
        labels,
        status(fields[2], fields[3]),
        !fields[1].isEmpty());
  }

  private static Map<String, String> labels(String json) {
    try {
      return JSON.readValue(json, LABELS);
    } catch (JsonProcessingException e) {
      throw new UnavailableException("the labels of an engine job cannot be read", e);
    }
  }

  private static EngineStatus status(String begun, String ended) {
    Instant started = begun.isEmpty() ? null : instant(begun);
    if (ended.isEmpty()) {
      return started == null ? EngineStatus.waiting(null) : EngineStatus.running(started);
    }
    String[] end = ended.split(" ", 3);
    Instant finished = instant(end[1]);
    if (end[0].equals("lost")) {
      return EngineStatus.failed(
          EngineReason.LOST,
          null,
          "its supervising process was killed, or the host was restarted; how it ended is unknown",
          started,
          finished);
    }
    int code = Integer.parseInt(end[0]);
    return code == 0
        ? EngineStatus.completed(started, finished)
        : failed(code, end.length > 2 ? end[2].strip() : "", started, finished);
  }

  private static EngineStatus failed(
      int code, String cause, @Nullable Instant started, Instant finished) {
    String[] words = cause.split(" ", 2);
    return switch (words[0]) {
      case "timeout" ->
          EngineStatus.failed(
              EngineReason.TIMEOUT, code, "it took longer than its timeout", started, finished);
      case "cannot-start" ->
          EngineStatus.failed(
              EngineReason.CANNOT_START,
              code,
              "'" + words[words.length - 1] + "' cannot be executed",
              started,
              finished);
      default -> {
        EngineReason reason = EngineReason.ofExitCode(code);
        String message =
            reason == EngineReason.SIGNAL
                ? "killed by signal " + (code - EngineReason.SIGNALLED)
                : null;
        yield EngineStatus.failed(reason, code, message, started, finished);
      }
    };
  }

  /** Parses seconds with a fraction. */
  private static Instant instant(String seconds) {
    BigDecimal[] parts = new BigDecimal(seconds).divideAndRemainder(BigDecimal.ONE);
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].multiply(NANOS).longValue());
  }
}
