// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.config.Connection;
import dev.baton.config.ServerChoice;
import dev.baton.error.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;

/** A command that asks a server. */
abstract class ClientCommand extends BatonCommand {
  @Mixin Options.Client client = new Options.Client();

  private boolean told;

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
    Connection connection = connection();
    if (changes()) {
      tellServer(connection);
    }
    try (Api api = open(connection)) {
      return run(api);
    }
  }

  /**
   * Whether the server is named, on standard error, before the command does anything, such as to
   * ask for a password. In any case it is named before the first request that changes something.
   */
  boolean changes() {
    return false;
  }

  /** Names the server, once. */
  final void tellServer(Connection connection) {
    if (told) {
      return;
    }
    told = true;
    context.err().println("Server: " + connection.endpoint() + " (" + connection.source() + ")");
    context.err().flush();
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
    ServerChoice choice =
        new ServerChoice(
            Options.text(spec, "--endpoint"),
            Options.text(spec, "--data"),
            Options.text(spec, "--context"));
    return Connection.find(choice, context.environment());
  }

  final Api open(Connection connection) throws InterruptedException {
    boolean harmless = context.terminal().isInteractive() && !isJson() && !isRaw();
    return Api.open(
        connection,
        harmless ? Printable::text : UnaryOperator.identity(),
        () -> beforeChange(connection));
  }

  /** Is called before every request that may change something on the server. */
  void beforeChange(Connection connection) {
    tellServer(connection);
  }

  /** Whether texts go to the terminal as they are. */
  boolean isRaw() {
    return false;
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
    context.out().println(shownJson(json.toPrettyString()));
  }

  /** JSON as the terminal may show it. */
  final String shownJson(String json) {
    return context.terminal().isInteractive() ? Printable.json(json) : json;
  }

  final void print(Table table) {
    table.print(context.out(), context.terminal().width());
  }

  /** The short forms of these ids, unless whole ones are asked for. */
  final ShortIds shortIds(Collection<String> ids) {
    return ShortIds.of(ids, Options.isSet(spec, "--full-id"));
  }
}
