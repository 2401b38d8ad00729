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
 * Flag names of three generations of Nuvla's executors and distributors, so that their command
 * lines work here unchanged (docs/nuvla.md). The help does not show them.
 */
final class NuvlaFlagAliases {

  /** Other names of keys; none of them takes a list. */
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
   * Keys that already have the names of Nuvla's flags. The help hides them, because there are
   * better ways to pass their values.
   */
  static final Set<SettingKey> HIDDEN =
      Set.of(
          SettingKey.USER,
          SettingKey.PASSWORD,
          SettingKey.API_KEY,
          SettingKey.API_SECRET,
          SettingKey.API_AUTHN_HEADER);

  private static final List<String> DEBUG = List.of("-d", "--debug");

  /** The reason why a known flag has no effect here. */
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

  /** Adds the values given under other names as the flags of their keys. */
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
    // As in Nuvla's programs, the variable takes precedence over the option.
    String variable = environment.getOrDefault("JOB_LOG_LEVEL", "");
    if (!variable.isBlank()) {
      return ours(variable);
    }
    return SharedOptions.isSet(spec, DEBUG.getLast()) ? "debug" : flag == null ? null : ours(flag);
  }

  /** Converts the name of a Python log level to Baton's name; any other text stays unchanged. */
  private static String ours(String level) {
    return switch (level.strip().toUpperCase(Locale.ROOT)) {
      case "CRITICAL", "FATAL" -> "error";
      case "WARNING" -> "warn";
      case "NOTSET" -> "trace";
      default -> level.strip().toLowerCase(Locale.ROOT);
    };
  }

  /** One line for each given flag that has no effect. */
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
