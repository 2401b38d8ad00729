// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.client.ApiClient;
import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.member.ActionInfo;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.PluginLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The actions that jobs can be posted for, grouped by plugin, for the help of {@code baton post}.
 *
 * @param note states which actions are listed, and why the other actions are missing
 */
record ActionListing(String note, SortedMap<String, List<ActionLine>> byPlugin) {

  /** One action, as the help shows it. */
  record ActionLine(String name, String description, boolean adminOnly) {}

  /** Lists the actions that the server knows. */
  static ActionListing of(ApiClient apiClient) throws InterruptedException {
    SortedMap<String, List<ActionLine>> byPlugin = new TreeMap<>();
    for (JsonNode action : apiClient.get("action").path("resources")) {
      add(
          byPlugin,
          action.path("plugin").asText(),
          new ActionLine(
              action.path("name").asText(),
              action.path("description").asText(),
              action.path("admin-only").asBoolean()));
    }
    return new ActionListing("Actions known to the server at " + apiClient.endpoint(), byPlugin);
  }

  /**
   * Lists Baton's built-in actions, and the actions of the plugins in the folder that the
   * environment names.
   *
   * @param reason why the actions do not come from the server
   */
  static ActionListing withoutServer(CommandContext commandContext, String reason) {
    SortedMap<String, List<ActionLine>> byPlugin = new TreeMap<>();
    try (InMemoryBackend backend = new InMemoryBackend(commandContext.clock());
        Engines engines = new Engines(Map::of, ActionListing::noEngine)) {
      EnginePlugin enginePlugin =
          new EnginePlugin(
              engines,
              EngineSettings.using(ProcessEngine.NAME),
              backend.jobs(),
              commandContext.clock());
      List<Plugin> builtin =
          List.of(new BuiltinPlugin(backend.board(), commandContext.clock()), enginePlugin);
      collect(Catalogue.of(builtin), byPlugin);
    }
    String folder = commandContext.environment().get(SettingKey.PLUGINS.variable());
    if (folder != null && Files.isDirectory(Path.of(folder))) {
      try (PluginLoader loader = PluginLoader.load(Path.of(folder))) {
        collect(Catalogue.of(List.of(), loader), byPlugin);
      }
    }
    return new ActionListing("Actions of this program (not of a server: " + reason + ")", byPlugin);
  }

  private static EngineOptions noEngine(String name) {
    throw new IllegalStateException("engine '" + name + "' must not be opened to list actions");
  }

  private static void collect(Catalogue catalogue, SortedMap<String, List<ActionLine>> byPlugin) {
    for (ActionInfo action : catalogue.actions()) {
      add(
          byPlugin,
          action.plugin(),
          new ActionLine(action.name(), action.description(), action.adminOnly()));
    }
  }

  private static void add(
      SortedMap<String, List<ActionLine>> byPlugin, String plugin, ActionLine actionLine) {
    byPlugin.computeIfAbsent(plugin, name -> new ArrayList<>()).add(actionLine);
  }

  /** Prints one block per plugin and marks the actions that only administrators may post. */
  void print(CommandContext commandContext) {
    commandContext.out().println();
    commandContext.out().println(note + ":");
    int width =
        byPlugin.values().stream()
            .flatMap(List::stream)
            .mapToInt(actionLine -> actionLine.name().length())
            .max()
            .orElse(0);
    byPlugin.forEach((plugin, lines) -> {
      commandContext.out().println(plugin + ":");
      for (ActionLine actionLine : lines) {
        String gap = " ".repeat(width - actionLine.name().length() + 2);
        String rights = actionLine.adminOnly() ? " (administrators)" : "";
        commandContext
            .out()
            .println(("  " + actionLine.name() + gap + actionLine.description() + rights));
      }
    });
    if (byPlugin.isEmpty()) {
      commandContext.out().println("  none");
    }
  }
}
