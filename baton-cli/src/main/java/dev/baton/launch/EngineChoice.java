// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.engine.EngineOptions;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The engines that a process uses, and their options.
 *
 * @param installation the name of this Baton installation, for engines that several installations
 *     share
 * @param options the options of each engine, by engine name
 * @param folder the folder in which each engine may keep files, in a subfolder with its name
 */
public record EngineChoice(
    EngineSettings settings,
    String installation,
    Map<String, Map<String, String>> options,
    Path folder) {

  private static final String USUAL_INSTALLATION = "baton";
  private static final Pattern OPTION = Pattern.compile("([^.=]+)\\.([^=]+)=(.*)");
  private static final int MOST = 1_000_000;
  private static final int PERCENT = 100;

  static EngineChoice of(Settings settings, Path data, Map<String, String> environment) {
    String installation = settings.text(SettingKey.ENGINE_INSTALLATION);
    // The variable ENGINE may also name the engine; Baton's own setting takes precedence.
    String usual = environment.getOrDefault("ENGINE", ProcessEngine.NAME);
    String engine =
        settings.text(SettingKey.ENGINE, usual.isBlank() ? ProcessEngine.NAME : usual.strip());
    Integer percent = limit(settings, SettingKey.ENGINE_THRESHOLD);
    Map<String, Map<String, String>> options = options(settings);
    Set<String> named = new TreeSet<>(options.keySet());
    named.add(engine);
    KnownEngines.check(named, settings);
    checkInstallation(installation, settings);
    return new EngineChoice(
        new EngineSettings(
            engine,
            limit(settings, SettingKey.ENGINE_LIMIT),
            limit(settings, SettingKey.ENGINE_OWNER_LIMIT),
            percent == null ? null : percent / (double) PERCENT,
            installation != null),
        installation == null ? USUAL_INSTALLATION : installation,
        options,
        data.resolve("engines"));
  }

  private static void checkInstallation(@Nullable String installation, Settings settings) {
    try {
      if (installation != null) {
        EngineOptions.checkInstallation(installation);
      }
    } catch (InvalidInputException e) {
      settings.problem("engine-" + e.getMessage());
    }
  }

  private static @Nullable Integer limit(Settings settings, SettingKey settingKey) {
    return settings.text(settingKey) == null ? null : settings.number(settingKey, 1, MOST, 1);
  }

  private static Map<String, Map<String, String>> options(Settings settings) {
    Map<String, Map<String, String>> options = new HashMap<>();
    for (String part : settings.parts(SettingKey.ENGINE_OPTION)) {
      Matcher option = OPTION.matcher(part);
      if (option.matches()) {
        options
            .computeIfAbsent(option.group(1), name -> new HashMap<>())
            .put(option.group(2), option.group(3));
      } else {
        settings.problem(
            "engine-option has '"
                + part
                + "'; expected ENGINE.NAME=VALUE, such as"
                + " docker.host=unix:///run/docker.sock");
      }
    }
    return options;
  }

  /**
   * Returns the options with which the named engine is opened.
   *
   * @throws InvalidInputException if the name of the installation is malformed
   */
  public EngineOptions of(String name, Clock clock) {
    return new EngineOptions(
        name, installation, folder.resolve(name), options.getOrDefault(name, Map.of()), clock);
  }
}
