// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineOptions;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@link SlurmEngine}.
 *
 * @param name the name of the engine, for messages
 * @param folder the folder of the installation's engine jobs
 * @param root the folder that must exist, or null if the engine creates its own folder
 */
record SlurmSettings(
    String name,
    String installation,
    Path folder,
    @Nullable Path root,
    @Nullable Path configuration,
    @Nullable Path programs,
    List<String> submission,
    Duration poll,
    Duration commandTimeout) {

  private static final Set<String> KNOWN =
      Set.of(
          "folder",
          "conf",
          "programs",
          "partition",
          "account",
          "qos",
          "options",
          "poll",
          "command-timeout");

  static SlurmSettings of(EngineOptions options) {
    options.requireOnly(KNOWN);
    Map<String, String> settings = options.settings();
    Path root = path(settings, "folder");
    Path parent = root == null ? options.folder() : root;
    return new SlurmSettings(
        options.name(),
        options.installation(),
        checked(parent.resolve(options.installation()).toAbsolutePath()),
        root,
        path(settings, "conf"),
        path(settings, "programs"),
        submission(settings),
        duration(settings, "poll", Duration.ofSeconds(1)),
        duration(settings, "command-timeout", Duration.ofSeconds(30)));
  }

  private static List<String> submission(Map<String, String> settings) {
    List<String> options = new ArrayList<>();
    for (String option : List.of("partition", "account", "qos")) {
      String value = settings.get(option);
      if (value != null) {
        options.add("--" + option + "=" + value);
      }
    }
    String more = settings.getOrDefault("options", "").strip();
    if (!more.isEmpty()) {
      List<String> words = List.of(more.split("\\s+"));
      SubmitOptions.requireAllowed("setting options", words);
      options.addAll(words);
    }
    return options;
  }

  private static @Nullable Path path(Map<String, String> settings, String key) {
    String value = settings.get(key);
    if (value == null) {
      return null;
    }
    if (!value.startsWith("/")) {
      throw new InvalidInputException(
          "setting " + key + " is '" + value + "'; expected an absolute path");
    }
    return Path.of(value);
  }

  /**
   * Refuses a folder whose path contains characters that have a special meaning for Slurm in the
   * path of an output file.
   */
  private static Path checked(Path folder) {
    if (!folder.toString().matches("[^\\\\\\p{Cntrl}]+")) {
      throw new InvalidInputException(
          "setting folder is '" + folder + "'; allowed: no backslash, no control characters");
    }
    return folder;
  }

  private static Duration duration(Map<String, String> settings, String key, Duration usual) {
    String value = settings.get(key);
    if (value == null) {
      return usual;
    }
    try {
      Duration duration = Duration.parse(value);
      if (duration.isPositive() && duration.compareTo(InputBounds.LONGEST_DURATION) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw badDuration(key, value, e);
    }
    throw badDuration(key, value, null);
  }

  private static InvalidInputException badDuration(
      String key, String value, @Nullable Throwable cause) {
    return new InvalidInputException(
        "setting "
            + key
            + " is '"
            + value
            + "'; expected a positive duration such as PT2S, at most "
            + InputBounds.LONGEST_DURATION,
        cause);
  }
}
