// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.SettingKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flag names of three generations of Nuvla's executors and distributors. Baton accepts them, so
 * that existing command lines work unchanged (docs/nuvla.md). The help does not show them.
 */
final class NuvlaFlagAliases {

  /**
   * Nuvla's flags that set a setting of Baton under another name. Each of them takes one value or
   * none.
   */
  private static final Map<String, SettingKey> NAMES =
      Map.of(
          "--api-url", SettingKey.ENDPOINT,
          "--ss-url", SettingKey.ENDPOINT,
          "--api-user", SettingKey.USER,
          "--ss-user", SettingKey.USER,
          "--api-pass", SettingKey.PASSWORD,
          "--ss-pass", SettingKey.PASSWORD,
          "--ss-insecure", SettingKey.API_INSECURE,
          "-l", SettingKey.LOG_LEVEL);

  /**
   * Settings whose flags have the same names in Nuvla's programs. The help hides these flags,
   * because files and environment variables are better places for credentials.
   */
  static final Set<SettingKey> HIDDEN =
      Set.of(
          SettingKey.USER,
          SettingKey.PASSWORD,
          SettingKey.API_KEY,
          SettingKey.API_SECRET,
          SettingKey.API_AUTHN_HEADER);

  private static final List<String> DEBUG = List.of("-d", "--debug");

  /** Nuvla's flags that have no effect in Baton, with the reason that is shown to the user. */
  private static final Map<String, String> WITHOUT_EFFECT =
      Map.of(
          "--es-hosts-list", "jobs are read through the API, not from Elasticsearch",
          "--es-hosts", "jobs are read through the API, not from Elasticsearch",
          "--nuvlaedge-fs", "no action of Baton uses that folder",
          "--interval", "name the distribution: --distribution-interval NAME:SECONDS");

  private NuvlaFlagAliases() {}

  static void addTo(CommandSpec spec, Collection<SettingKey> keys) {
    NAMES.forEach((name, settingKey) -> {
      if (keys.contains(settingKey)) {
        spec.addOption(hidden(ProcessCommand.option(settingKey, name)));
      }
    });
    spec.addOption(
        hidden(
            OptionSpec.builder(DEBUG.getFirst(), DEBUG.getLast()).type(Boolean.class).arity("0")));
    WITHOUT_EFFECT
        .keySet()
        .forEach(name ->
            spec.addOption(hidden(OptionSpec.builder(name).type(String[].class).arity("1..*"))));
    if (!keys.contains(SettingKey.THREADS)) {
      spec.addOption(hidden(ProcessCommand.option(SettingKey.THREADS, SettingKey.THREADS.flag())));
    }
  }

  private static OptionSpec hidden(OptionSpec.Builder option) {
    return option.hidden(true).build();
  }

  /** Adds the values of Nuvla's flags to {@code flags}, under the names of Baton's flags. */
  static void read(CommandSpec spec, Map<String, String> environment, Map<String, String> flags) {
    NAMES.forEach((name, settingKey) -> {
      String value = SharedOptions.joined(spec, name);
      if (value != null && !value.isBlank()) {
        flags.putIfAbsent(settingKey.flag(), value);
      }
    });
    String level = level(spec, environment, flags.get(SettingKey.LOG_LEVEL.flag()));
    if (level != null) {
      flags.put(SettingKey.LOG_LEVEL.flag(), level);
    }
  }

  private static @Nullable String level(
      CommandSpec spec, Map<String, String> environment, @Nullable String flag) {
    // As in Nuvla's programs, the environment variable takes precedence over the flag.
    String variable = environment.getOrDefault("JOB_LOG_LEVEL", "");
    if (!variable.isBlank()) {
      return ours(variable);
    }
    return SharedOptions.isSet(spec, DEBUG.getLast()) ? "debug" : flag == null ? null : ours(flag);
  }

  /**
   * Converts the name of a Python log level to the name of a log level of Baton. Any other text
   * stays unchanged, in lower case.
   */
  private static String ours(String level) {
    return switch (level.strip().toUpperCase(Locale.ROOT)) {
      case "CRITICAL", "FATAL" -> "error";
      case "WARNING" -> "warn";
      case "NOTSET" -> "trace";
      default -> level.strip().toLowerCase(Locale.ROOT);
    };
  }

  /** Returns one line for each flag that the user gave and that has no effect. */
  static List<String> notes(CommandSpec spec) {
    List<String> notes = new ArrayList<>();
    WITHOUT_EFFECT.forEach((name, why) -> {
      if (SharedOptions.joined(spec, name) != null) {
        notes.add(name + " has no effect: " + why);
      }
    });
    if (spec.name().equals("distributor")
        && SharedOptions.joined(spec, SettingKey.THREADS.flag()) != null) {
      notes.add("--threads has no effect: distributors run no jobs");
    }
    if (spec.name().equals("distributor")
        && SharedOptions.joined(spec, SettingKey.STATSD.flag()) != null) {
      notes.add("--statsd has no effect: distributors have no metrics of their own");
    }
    return notes;
  }
}
