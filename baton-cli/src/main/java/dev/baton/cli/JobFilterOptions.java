// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.JobState;
import dev.baton.service.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that select jobs. A job is selected if it matches all given flags. */
final class JobFilterOptions {

  private static final Collector<CharSequence, ?, String> LIST = Collectors.joining(",", "=[", "]");

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Jobs that match, in the CIMI filter language (docs/rest.md)")
  @Nullable String filter;

  @Option(
      names = {"-s", "--state"},
      paramLabel = "STATE",
      split = ",",
      description = "Jobs in one of these states, such as FAILED,CANCELED")
  List<String> states = new ArrayList<>();

  @Option(
      names = {"-a", "--action"},
      paramLabel = "ACTION",
      split = ",",
      description = "Jobs of one of these actions")
  List<String> actions = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      split = ",",
      description = "Jobs with one of these tags")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Jobs with this label; may be repeated: jobs with all of them")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--newer-than",
      paramLabel = "DURATION",
      description = "Jobs posted less than this time ago, such as 1h")
  @Nullable String newerThan;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      description = "Jobs posted more than this time ago, such as 7d")
  @Nullable String olderThan;

  boolean isGiven() {
    return filter != null || !states.isEmpty() || hasOthers();
  }

  private boolean hasOthers() {
    return !actions.isEmpty()
        || !tags.isEmpty()
        || !labels.isEmpty()
        || newerThan != null
        || olderThan != null;
  }

  /** The given states; empty if no state is given. */
  Set<JobState> chosenStates() {
    Set<JobState> chosen = EnumSet.noneOf(JobState.class);
    states.forEach(text -> chosen.add(state(text)));
    return chosen;
  }

  private static JobState state(String text) {
    List<String> names = Arrays.stream(JobState.values()).map(Enum::name).toList();
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (!names.contains(name)) {
      throw new InvalidInputException(
          "state is '"
              + text
              + "'; allowed: "
              + String.join(", ", names)
              + DidYouMean.suffix(names, name));
    }
    return JobState.valueOf(name);
  }

  /** All flags except the states as one filter; null if no such flag is given. */
  @Nullable String withoutStates(Instant now) {
    List<String> parts = new ArrayList<>();
    if (filter != null) {
      parts.add(hasOthers() ? "(" + filter + ")" : filter);
    }
    in(parts, "action", actions);
    in(parts, "tags", tags);
    KeyValue.all("--label", "KEY=VALUE", labels)
        .forEach(label ->
            parts.add(Filter.Path.of("labels", label.key()) + "=" + quoted(label.value())));
    posted(parts, "--newer-than", ">=", newerThan, now);
    posted(parts, "--older-than", "<", olderThan, now);
    return parts.isEmpty() ? null : String.join(" and ", parts);
  }

  /** All flags as one filter; null if no flag is given. */
  @Nullable String text(Instant now) {
    String others = withoutStates(now);
    if (states.isEmpty()) {
      return others;
    }
    List<String> parts = new ArrayList<>();
    in(parts, "state", chosenStates().stream().map(Enum::name).toList());
    if (others != null) {
      parts.add("(" + others + ")");
    }
    return String.join(" and ", parts);
  }

  private static void in(List<String> parts, String attribute, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(attribute + values.stream().map(JobFilterOptions::quoted).collect(LIST));
    }
  }

  private static void posted(
      List<String> parts, String flag, String comparison, @Nullable String age, Instant now) {
    if (age != null) {
      Instant moment = now.minus(Durations.parse(flag, age));
      parts.add("created" + comparison + quoted(moment.toString()));
    }
  }

  /** Quotes the text for a filter. */
  static String quoted(String text) {
    String quote = text.contains("'") ? "\"" : "'";
    if (text.contains(quote) || text.endsWith("\\")) {
      throw new InvalidInputException(
          "'" + text + "' has both kinds of quotes, or ends in a backslash; use --filter");
    }
    return quote + text + quote;
  }
}
