// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.config.ContextFile;
import dev.baton.config.RunningServer;
import dev.baton.config.SavedContext;
import dev.baton.config.ServerChoice;
import dev.baton.config.ServerConnection;
import dev.baton.config.ServerDiscovery;
import dev.baton.config.ServerSource;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.TextTable;
import dev.baton.error.BatonException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * The command {@code baton context list}: shows the contexts and the running servers, and marks the
 * server that commands without flags use.
 */
@Command(
    footer = {
      "  baton context list",
      "  baton context list --output json",
      "",
      "The star marks the server that commands without flags use."
    })
final class ContextListCommand extends OutputCommand {

  ContextListCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int run() {
    UserFolders userFolders = UserFolders.of(context.environment());
    ContextFile file = ContextFile.read(userFolders);
    List<RunningServer> running =
        new ServerDiscovery(userFolders)
            .running().stream().sorted(Comparator.comparing(RunningServer::since)).toList();
    ServerConnection used = used();
    String current = file.current().map(SavedContext::name).orElse(null);
    if (isJson()) {
      printJson(json(file, running, current, used));
    } else {
      show(file, running, used);
    }
    return ExitCode.OK;
  }

  /** The server that a command without flags would use; null if there is none. */
  private @Nullable ServerConnection used() {
    try {
      return ServerConnection.find(ServerChoice.NONE, context.environment());
    } catch (BatonException e) {
      return null;
    }
  }

  private void show(
      ContextFile file, List<RunningServer> running, @Nullable ServerConnection used) {
    TextTable textTable = new TextTable("", "CONTEXT", "SERVER", "FOLDER", "AS").dropping("AS");
    for (SavedContext each : file.all()) {
      boolean isUsed = used != null && used.source().equals(new ServerSource.Context(each.name()));
      textTable.add(
          isUsed ? "*" : "",
          each.name(),
          Objects.toString(each.endpoint(), ""),
          Objects.toString(each.data(), ""),
          each.identity());
    }
    boolean byDiscovery = used != null && used.source() instanceof ServerSource.Folder;
    for (RunningServer each : running) {
      boolean isUsed =
          byDiscovery && Objects.equals(Objects.requireNonNull(used).endpoint(), each.endpoint());
      textTable.add(
          isUsed ? "*" : "",
          "-",
          each.endpoint(),
          each.data().toString(),
          "administrator of the folder");
    }
    if (textTable.isEmpty()) {
      print("No contexts, and no server runs on this machine. Add a context: baton context add");
    } else {
      print(textTable);
    }
    if (used != null && used.source().equals(new ServerSource.Endpoint(true))) {
      print("The environment names another server: " + used.endpoint());
    }
  }

  private static ObjectNode json(
      ContextFile file,
      List<RunningServer> running,
      @Nullable String current,
      @Nullable ServerConnection used) {
    ObjectNode json = ApiClient.JSON.createObjectNode();
    json.put("current", current);
    json.put("endpoint", used == null ? null : used.endpoint());
    ArrayNode contexts = json.putArray("contexts");
    for (SavedContext each : file.all()) {
      contexts
          .addObject()
          .put("name", each.name())
          .put("endpoint", each.endpoint())
          .put("data", Objects.toString(each.data(), null))
          .put("as", each.identity());
    }
    ArrayNode servers = json.putArray("servers");
    for (RunningServer each : running) {
      servers
          .addObject()
          .put("endpoint", each.endpoint())
          .put("data", each.data().toString())
          .put("pid", each.pid());
    }
    return json;
  }
}
