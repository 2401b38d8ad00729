// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.TextTable;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.PluginLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code baton plugin list}: lists the plugins of a folder, or of the server and its
 * executors.
 */
@Command(
    footer = {
      "  baton plugin list                        plugins of the server and the executors",
      "  baton plugin list --plugins ./plugins    plugins of a folder, and their problems"
    })
final class PluginListCommand extends ClientCommand {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "List the plugins of this folder, without a server")
  @Nullable Path folder;

  PluginListCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int run() throws Exception {
    return folder == null ? super.run() : showFolder(folder);
  }

  private int showFolder(Path plugins) {
    try (PluginLoader loader = PluginLoader.load(plugins)) {
      Catalogue catalogue = Catalogue.of(List.of(), loader);
      show(inFolder(catalogue));
      return catalogue.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  @Override
  int run(ApiClient apiClient) throws Exception {
    Map<String, ObjectNode> plugins = new TreeMap<>();
    collect(apiClient, "action", "actions", plugins);
    collect(apiClient, "distribution", "distributions", plugins);
    show(ApiClient.JSON.createArrayNode().addAll(plugins.values()));
    return ExitCode.OK;
  }

  private static void collect(
      ApiClient apiClient, String type, String list, Map<String, ObjectNode> plugins)
      throws InterruptedException {
    for (JsonNode each : apiClient.get(type).path("resources")) {
      // A distribution of another process has no plugin here, because this server knows only its
      // own plugins.
      if (each.has("plugin")) {
        plugins
            .computeIfAbsent(
                each.path("plugin").asText(),
                name -> ApiClient.JSON.createObjectNode().put("name", name))
            .withArray(list)
            .add(each.path("name").asText());
      }
    }
  }

  private void show(ArrayNode plugins) {
    if (isJson()) {
      printJson(plugins);
    } else if (plugins.isEmpty()) {
      print("No plugins.");
    } else {
      print(table(plugins));
    }
  }

  private static ArrayNode inFolder(Catalogue catalogue) {
    ArrayNode all = ApiClient.JSON.createArrayNode();
    catalogue.plugins().forEach(info -> all.add(ApiClient.JSON.<ObjectNode>valueToTree(info)));
    catalogue
        .problems()
        .forEach(problem ->
            all.addObject().put("name", problem.plugin()).put("problem", problem.message()));
    return all;
  }

  /**
   * Returns a table with one row per item that a plugin provides. A plugin that was not loaded has
   * one row with the reason.
   */
  private static TextTable table(ArrayNode plugins) {
    TextTable textTable = new TextTable("PLUGIN", "PROVIDES", "NAME");
    for (JsonNode plugin : plugins) {
      String name = plugin.path("name").asText();
      add(textTable, name, "action", plugin.path("actions"));
      add(textTable, name, "capability", plugin.path("capabilities"));
      add(textTable, name, "distribution", plugin.path("distributions"));
      add(textTable, name, "engine", plugin.path("engines"));
      if (plugin.has("problem")) {
        textTable.add(name, "problem", plugin.path("problem").asText());
      }
    }
    return textTable;
  }

  private static void add(TextTable textTable, String plugin, String kind, JsonNode names) {
    names.forEach(name -> textTable.add(plugin, kind, name.asText()));
  }
}
