// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ExecutionMode;
import dev.baton.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code baton post} that apply to any action. */
final class PostOptions {

  @Option(names = "--priority", paramLabel = "N", description = "0 (first) to 999 (default)")
  @Nullable Integer priority;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "Earliest start, such as 2026-01-31T12:00:00Z, or a delay such as 10m")
  @Nullable String notBefore;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long one attempt may run, such as 90s")
  @Nullable String timeout;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Failed attempts until the job is FAILED (default: 1, no retry)")
  @Nullable Integer maxAttempts;

  @Option(
      names = "--requires",
      paramLabel = "CAPABILITY",
      split = ",",
      description = "Capabilities that the executor must have, in this order")
  List<String> requires = new ArrayList<>();

  @Option(
      names = "--unique-key",
      paramLabel = "KEY",
      description = "Post nothing while another job with this key is not final")
  @Nullable String uniqueKey;

  @Option(names = "--name", paramLabel = "TEXT", description = "Name of the job, for people")
  @Nullable String name;

  @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "Tags of the job")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of the job; may be repeated")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "ID",
      description = "Resource that the job is about, such as job/<uuid>")
  @Nullable String target;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "push (default), pull or mixed: how the job gets its executor")
  @Nullable String mode;

  @Option(
      names = "--unknown-action",
      paramLabel = "allow|reject",
      description = "Whether to post for an action that no process ever provided (default: reject)")
  @Nullable String unknownAction;

  boolean allowsUnknownAction() {
    return switch (unknownAction) {
      case "allow" -> true;
      case "reject" -> false;
      case null -> false;
      default ->
          throw new InvalidInputException(
              "unknown-action is '" + unknownAction + "'; allowed: allow, reject");
    };
  }

  /**
   * The options that the request sends as query parameters, because they are not attributes of the
   * job.
   */
  Map<String, String> query() {
    return allowsUnknownAction() ? Map.of("unknown-action", "allow") : Map.of();
  }

  /** Returns the job as the request sends it, but without action and payload. */
  ObjectNode document(CommandContext commandContext) {
    ObjectNode document = ApiClient.JSON.createObjectNode();
    put(document, "name", name);
    put(document, "unique-key", uniqueKey);
    put(document, "execution-mode", mode == null ? null : ExecutionMode.parse(mode).apiName());
    put(document, "timeout", timeout == null ? null : positive("timeout", timeout).toString());
    put(
        document,
        "not-before",
        notBefore == null ? null : moment(notBefore, commandContext).toString());
    if (priority != null) {
      document.put("priority", priority);
    }
    if (maxAttempts != null) {
      document.put("max-attempts", maxAttempts);
    }
    if (target != null) {
      document.putObject("target-resource").put("href", target);
    }
    putAll(document, "requires", requires);
    putAll(document, "tags", tags);
    KeyValue.all("--label", "KEY=VALUE", labels)
        .forEach(label -> document.withObject("/labels").put(label.key(), label.value()));
    return document;
  }

  private static Instant moment(String text, CommandContext commandContext) {
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeParseException e) {
      return commandContext.clock().now().plus(delay(text));
    }
  }

  private static Duration delay(String text) {
    try {
      return Durations.parse(text);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "not-before is '"
              + text
              + "'; expected a moment with its zone such as 2026-01-31T12:00:00Z, or a delay such"
              + " as 10m",
          e);
    }
  }

  private static Duration positive(String option, String text) {
    Duration duration = Durations.parse("--" + option, text);
    if (duration.isZero() || duration.isNegative()) {
      throw new InvalidInputException(option + " is '" + text + "'; expected more than 0s");
    }
    return duration;
  }

  private static void put(ObjectNode document, String attribute, @Nullable String value) {
    if (value != null) {
      document.put(attribute, value);
    }
  }

  private static void putAll(ObjectNode document, String attribute, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(document.withArray(attribute)::add);
    }
  }
}
