// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineOptions;
import dev.baton.engine.PullPolicy;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an engine, and the defaults for Kubernetes jobs.
 *
 * @param kubeconfig the file that describes the cluster; null for the files that kubectl reads or,
 *     if there are none, for the service account of the pod in which Baton runs
 * @param context the context of the kubeconfig; null for its current context
 * @param namespace the namespace; null for the namespace of the context
 * @param container the name of the container that runs the program
 * @param pullPolicy the pull policy; null for the default of Kubernetes
 * @param pullSecrets the names of secrets with credentials for registries
 * @param user the number of the Unix user that runs the program; null for the user of the image
 * @param keep how long a Kubernetes job exists after its end
 * @param grace the time between the request to end and the kill of a program
 * @param giveUpAfter how long the creation of a container may fail before the Kubernetes job is
 *     given up
 */
record KubernetesSettings(
    @Nullable Path kubeconfig,
    @Nullable String context,
    @Nullable String namespace,
    String container,
    @Nullable PullPolicy pullPolicy,
    List<String> pullSecrets,
    @Nullable Long user,
    Map<String, String> nodeSelector,
    Duration keep,
    Duration grace,
    Duration giveUpAfter) {

  /** The default Unix user of programs, so that no program runs as root by mistake. */
  private static final long DEFAULT_USER = 1000;

  static KubernetesSettings of(EngineOptions options) {
    SettingsReader settingsReader =
        new SettingsReader(options.settings(), new HashSet<>(), new ArrayList<>());
    KubernetesSettings kubernetesSettings =
        new KubernetesSettings(
            settingsReader.value("kubeconfig", null, Path::of),
            settingsReader.value("context", null, text -> text),
            settingsReader.value("namespace", null, text -> text),
            settingsReader.given("container", "jobcontainer", text -> text),
            settingsReader.value("pull-policy", null, KubernetesSettings::pullPolicy),
            settingsReader.given("pull-secrets", List.of(), KubernetesSettings::words),
            settingsReader.value("user", DEFAULT_USER, KubernetesSettings::user),
            settingsReader.given("node-selector", Map.of(), KubernetesSettings::pairs),
            settingsReader.given("keep", Duration.ofHours(24), KubernetesSettings::duration),
            settingsReader.given("grace", Duration.ofSeconds(10), KubernetesSettings::duration),
            settingsReader.given("patience", Duration.ofSeconds(20), KubernetesSettings::duration));
    options.requireOnly(settingsReader.known());
    if (!settingsReader.problems().isEmpty()) {
      throw new InvalidInputException(
          "engine '" + options.name() + "': " + String.join("; ", settingsReader.problems()));
    }
    return kubernetesSettings;
  }

  private static PullPolicy pullPolicy(String text) {
    return PullPolicy.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static List<String> words(String text) {
    return List.of(text.split("\\s*,\\s*"));
  }

  private static @Nullable Long user(String text) {
    return text.equals("image") ? null : Long.valueOf(text);
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String word : words(text)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(word);
      }
      pairs.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return pairs;
  }

  private static Duration duration(String text) {
    Duration duration = Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(InputBounds.LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  /**
   * Reads values and collects all problems, so that one exception reports them together.
   *
   * @param known the names of all values that were read, to find unknown settings
   */
  private record SettingsReader(
      Map<String, String> values, Set<String> known, List<String> problems) {

    private static final String AT_MOST = ", at most " + InputBounds.LONGEST_DURATION;

    private static final Map<String, String> EXPECTED =
        Map.ofEntries(
            Map.entry("pull-policy", "always, if-missing or never"),
            Map.entry("user", "a number, or the word image for the user of the image"),
            Map.entry("node-selector", "label=value, separated by commas"),
            Map.entry("keep", "a duration such as PT24H" + AT_MOST),
            Map.entry("grace", "a duration such as PT10S" + AT_MOST),
            Map.entry("patience", "a duration such as PT20S" + AT_MOST));

    <T> @Nullable T value(
        String name, @Nullable T otherwise, Function<String, ? extends @Nullable T> parse) {
      known.add(name);
      String text = values.get(name);
      if (text == null) {
        return otherwise;
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException | DateTimeParseException e) {
        problems.add(name + " is '" + text + "'; expected " + EXPECTED.getOrDefault(name, "text"));
        return otherwise;
      }
    }

    <T> T given(String name, T otherwise, Function<String, ? extends T> parse) {
      T value = value(name, otherwise, parse);
      return value == null ? otherwise : value;
    }
  }
}
