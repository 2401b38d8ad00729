// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.config.Connection;
import dev.baton.config.ContextFile;
import dev.baton.config.Discovery;
import dev.baton.config.Folders;
import dev.baton.config.RunningServer;
import dev.baton.config.SavedContext;
import dev.baton.config.ServerChoice;
import dev.baton.error.BatonException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code baton context list}: contexts and running servers, and which one commands use. */
@Command(
    name = "list",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton context list",
      "  baton context list --output json",
      "",
      "The star marks the server that commands without flags talk to."
    })
final class ContextList extends ClientCommand {

  ContextList(Context context) {
    super(context);
  }

  @Override
  boolean needsServer() {
    return false;
  }

  @Override
  int run(Api api) {
    throw new IllegalStateException("needs no server");
  }

  @Override
  int runAlone() {
    Folders folders = Folders.of(context.environment());
    ContextFile file = ContextFile.read(folders);
    List<RunningServer> running =
        new Discovery(folders)
            .running().stream().sorted(Comparator.comparing(RunningServer::since)).toList();
    Connection used = used();
    String current = file.current().map(SavedContext::name).orElse(null);
    if (isJson()) {
      printJson(json(file, running, current, used));
    } else {
      show(file, running, used);
    }
    return ExitCode.OK;
  }

  /** Where a command without flags would go; null if nowhere. */
  private @Nullable Connection used() {
    try {
      return Connection.find(ServerChoice.NONE, context.environment());
    } catch (BatonException e) {
      return null;
    }
  }

  private void show(ContextFile file, List<RunningServer> running, @Nullable Connection used) {
    Table table = new Table("", "CONTEXT", "SERVER", "FOLDER", "AS").dropping("AS");
    for (SavedContext each : file.all()) {
      boolean isUsed = used != null && used.source().equals("context " + each.name());
      table.add(isUsed ? "*" : "", each.name(), each.address(), each.folder(), each.identity());
    }
    boolean byDiscovery = used != null && used.source().startsWith("data folder");
    for (RunningServer each : running) {
      boolean isUsed =
          byDiscovery && Objects.equals(Objects.requireNonNull(used).endpoint(), each.endpoint());
      table.add(
          isUsed ? "*" : "",
          "-",
          each.endpoint(),
          each.data().toString(),
          "administrator of the folder");
    }
    if (table.isEmpty()) {
      context.out().println("No contexts, and no server runs here. Add one: baton context add");
    } else {
      print(table);
    }
    if (used != null && used.source().endsWith("of the environment")) {
      context.out().println("The environment names another server: " + used.endpoint());
    }
  }

  private static ObjectNode json(
      ContextFile file,
      List<RunningServer> running,
      @Nullable String current,
      @Nullable Connection used) {
    ObjectNode json = Api.JSON.createObjectNode();
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
