// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.config.Connection;
import dev.baton.error.InvalidInputException;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that asks a server. */
abstract class ClientCommand extends BatonCommand {
  @Mixin Options.Client client = new Options.Client();

  ClientCommand(Context context) {
    super(context);
  }

  @Override
  public final Integer call() throws Exception {
    isJson();
    prepare();
    if (!needsServer()) {
      return runAlone();
    }
    try (Api api = connect()) {
      return run(api);
    }
  }

  /** Refuses what can be seen to be wrong without a server. */
  void prepare() {}

  /** Whether this time there is something to ask a server. */
  boolean needsServer() {
    return true;
  }

  /** Does the work when {@link #needsServer} says no. */
  int runAlone() {
    throw new IllegalStateException("needs a server");
  }

  /** Does the work and answers the exit code. */
  abstract int run(Api api) throws Exception;

  final Connection connection() {
    return Connection.find(
        Options.text(spec, "--endpoint"), Options.text(spec, "--data"), context.environment());
  }

  final Api connect() throws InterruptedException {
    return Api.open(connection());
  }

  final boolean isJson() {
    String output = Options.text(spec, "--output");
    if (output != null && !List.of("table", "json").contains(output)) {
      throw new InvalidInputException("output is '" + output + "'; allowed: table, json");
    }
    return "json".equals(output);
  }

  final Style style() {
    boolean colors =
        context.terminal().isInteractive()
            && !context.environment().containsKey("NO_COLOR")
            && !Options.isSet(spec, "--no-color");
    return new Style(colors);
  }

  final Times times() {
    return new Times(context, Options.isSet(spec, "--utc"));
  }

  final void printJson(JsonNode json) {
    context.out().println(json.toPrettyString());
  }

  final void print(Table table) {
    table.print(context.out(), context.terminal().width());
  }

  /** A job's id as the API has it, whether given with {@code job/} or without. */
  static String jobPath(String given) {
    String id = given.strip();
    return id.startsWith("job/") ? id : "job/" + id;
  }
}
