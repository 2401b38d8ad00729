// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.builtin.BuiltinPlugin;
import dev.baton.builtin.EnginePlugin;
import dev.baton.builtin.EngineSettings;
import dev.baton.config.Key;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.engine.ProcessEngine;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.ActionInfo;
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
 * The actions that jobs can be posted for, by plugin, for the help of {@code baton post}.
 *
 * @param note which actions are listed, and why not others
 */
record ActionListing(String note, SortedMap<String, List<Line>> byPlugin) {

  /** One action. */
  record Line(String name, String description, boolean adminOnly) {}

  /** What the server knows. */
  static ActionListing of(Api api) throws InterruptedException {
    SortedMap<String, List<Line>> byPlugin = new TreeMap<>();
    for (JsonNode action : api.get("action").path("resources")) {
      add(
          byPlugin,
          action.path("plugin").asText(),
          new Line(
              action.path("name").asText(),
              action.path("description").asText(),
              action.path("admin-only").asBoolean()));
    }
    return new ActionListing("Actions known to the server at " + api.endpoint(), byPlugin);
  }

  /**
   * What Baton itself has, and the plugins in the folder that the environment names.
   *
   * @param reason why the server is not asked
   */
  static ActionListing withoutServer(Context context, String reason) {
    SortedMap<String, List<Line>> byPlugin = new TreeMap<>();
    try (InMemoryBackend backend = new InMemoryBackend(context.clock());
        Engines engines = new Engines(Map::of, ActionListing::noEngine)) {
      EnginePlugin enginePlugin =
          new EnginePlugin(
              engines, EngineSettings.using(ProcessEngine.NAME), backend.jobs(), context.clock());
      List<Plugin> builtin =
          List.of(new BuiltinPlugin(backend.board(), context.clock()), enginePlugin);
      collect(Catalogue.of(builtin), byPlugin);
    }
    String folder = context.environment().get(Key.PLUGINS.variable());
    if (folder != null && Files.isDirectory(Path.of(folder))) {
      try (PluginLoader loader = PluginLoader.load(Path.of(folder))) {
        collect(Catalogue.of(List.of(), loader), byPlugin);
      }
    }
    return new ActionListing("Actions of this Baton (not of a server: " + reason + ")", byPlugin);
  }

  private static EngineOptions noEngine(String name) {
    throw new IllegalStateException("engine '" + name + "' is opened for a list of actions");
  }

  private static void collect(Catalogue catalogue, SortedMap<String, List<Line>> byPlugin) {
    for (ActionInfo action : catalogue.actions()) {
      add(
          byPlugin,
          action.plugin(),
          new Line(action.name(), action.description(), action.adminOnly()));
    }
  }

  private static void add(SortedMap<String, List<Line>> byPlugin, String plugin, Line line) {
    byPlugin.computeIfAbsent(plugin, name -> new ArrayList<>()).add(line);
  }

  /** One block per plugin; administrators' actions are marked. */
  void print(Context context) {
    context.out().println();
    context.out().println(note + ":");
    int width =
        byPlugin.values().stream()
            .flatMap(List::stream)
            .mapToInt(line -> line.name().length())
            .max()
            .orElse(0);
    byPlugin.forEach((plugin, lines) -> {
      context.out().println(plugin + ":");
      for (Line line : lines) {
        String gap = " ".repeat(width - line.name().length() + 2);
        String rights = line.adminOnly() ? " (administrators)" : "";
        context.out().println(("  " + line.name() + gap + line.description() + rights));
      }
    });
    if (byPlugin.isEmpty()) {
      context.out().println("  none");
    }
  }
}
