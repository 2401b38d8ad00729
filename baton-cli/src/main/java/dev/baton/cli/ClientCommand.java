// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.config.ServerChoice;
import dev.baton.config.ServerConnection;
import dev.baton.console.CommandContext;
import dev.baton.console.PrintableText;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TextTable;
import dev.baton.console.TimeText;
import dev.baton.error.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;

/** A command that sends requests to a server. */
abstract class ClientCommand extends BatonCommand {
  @Mixin SharedOptions.ClientOptions client = new SharedOptions.ClientOptions();

  private boolean isAnnounced;

  ClientCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public final Integer call() throws Exception {
    isJson();
    prepare();
    if (!needsServer()) {
      return runAlone();
    }
    ServerConnection serverConnection = connection();
    if (changes()) {
      announceServer(serverConnection);
    }
    try (ApiClient apiClient = open(serverConnection)) {
      return run(apiClient);
    }
  }

  /**
   * Whether the command prints the server's name on standard error before it does anything, for
   * example before it prompts for a password. Every command prints the name before its first
   * request that changes something.
   */
  boolean changes() {
    return false;
  }

  /** Prints the name of the server; only the first call has an effect. */
  final void announceServer(ServerConnection serverConnection) {
    if (isAnnounced) {
      return;
    }
    isAnnounced = true;
    context
        .err()
        .println(
            "Server: "
                + serverConnection.endpoint()
                + " ("
                + serverConnection.source().text()
                + ")");
    context.err().flush();
  }

  /** Rejects input that is wrong independently of the server. */
  void prepare() {}

  /** Whether this invocation needs a server. */
  boolean needsServer() {
    return true;
  }

  /** Runs the command when {@link #needsServer} returns false. */
  int runAlone() {
    throw new IllegalStateException("needs a server");
  }

  /** Runs the command and returns the exit code. */
  abstract int run(ApiClient apiClient) throws Exception;

  final ServerConnection connection() {
    ServerChoice choice =
        new ServerChoice(
            SharedOptions.text(spec, "--endpoint"),
            SharedOptions.text(spec, "--data"),
            SharedOptions.text(spec, "--context"));
    return ServerConnection.find(choice, context.environment());
  }

  final ApiClient open(ServerConnection serverConnection) throws InterruptedException {
    boolean harmless = context.terminal().isInteractive() && !isJson() && !isRaw();
    return ApiClient.open(
        serverConnection,
        harmless ? PrintableText::text : UnaryOperator.identity(),
        () -> beforeChange(serverConnection));
  }

  /** Is called before every request that may change something on the server. */
  void beforeChange(ServerConnection serverConnection) {
    announceServer(serverConnection);
  }

  /** Whether texts go to the terminal without escaping. */
  boolean isRaw() {
    return false;
  }

  final boolean isJson() {
    String output = SharedOptions.text(spec, "--output");
    if (output != null && !List.of("table", "json").contains(output)) {
      throw new InvalidInputException("output is '" + output + "'; allowed: table, json");
    }
    return "json".equals(output);
  }

  final TerminalStyle style() {
    boolean colors =
        context.terminal().isInteractive()
            && !context.environment().containsKey("NO_COLOR")
            && !SharedOptions.isSet(spec, "--no-color");
    return new TerminalStyle(colors);
  }

  final TimeText times() {
    return new TimeText(context, SharedOptions.isSet(spec, "--utc"));
  }

  final void printJson(JsonNode json) {
    context.out().println(shownJson(json.toPrettyString()));
  }

  /** Returns the JSON with control characters escaped if it goes to a terminal. */
  final String shownJson(String json) {
    return context.terminal().isInteractive() ? PrintableText.json(json) : json;
  }

  final void print(TextTable textTable) {
    textTable.print(context.out(), context.terminal().width());
  }

  /** Returns the short forms of the ids, or the full ids if the user requested them. */
  final ShortJobIds shortIds(Collection<String> ids) {
    return ShortJobIds.of(ids, SharedOptions.isSet(spec, "--full-id"));
  }
}
