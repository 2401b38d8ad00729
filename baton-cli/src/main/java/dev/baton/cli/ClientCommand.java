// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.client.ApiClient;
import dev.baton.config.ServerChoice;
import dev.baton.config.ServerConnection;
import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.console.PrintableText;
import dev.baton.error.InvalidInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A command that sends requests to a server. */
abstract class ClientCommand extends OutputCommand {
  private boolean isAnnounced;

  ClientCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int run() throws Exception {
    ServerConnection serverConnection = connection();
    if (changes()) {
      beforeChange(serverConnection);
    }
    try (ApiClient apiClient = open(serverConnection)) {
      return run(apiClient);
    }
  }

  /**
   * Whether the command prints the server's name on standard error before its first step, for
   * example before it prompts for a password. All other commands print the name before their first
   * request that changes something.
   */
  boolean changes() {
    return false;
  }

  /**
   * Prints the name of the server; only the first call has an effect. It is called before every
   * request that may change something on the server.
   */
  void beforeChange(ServerConnection serverConnection) {
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

  /** Runs the command at the server and returns the exit code. */
  abstract int run(ApiClient apiClient) throws Exception;

  final ServerConnection connection() {
    ServerChoice choice =
        new ServerChoice(
            SharedOptions.text(spec, "--endpoint"),
            SharedOptions.text(spec, "--data"),
            SharedOptions.text(spec, "--context"));
    String authority = SharedOptions.text(spec, SettingKey.TLS_CA.flag());
    if (authority == null) {
      return ServerConnection.find(choice, context.environment());
    }
    Map<String, String> environment = new HashMap<>(context.environment());
    environment.put(SettingKey.TLS_CA.variable(), authority);
    ServerConnection found = ServerConnection.find(choice, environment);
    if (found.endpoint().startsWith("http://")) {
      throw new InvalidInputException(
          "--tls-ca is given, but the server '"
              + found.endpoint()
              + "' has no TLS; use https://, or leave out --tls-ca");
    }
    return found;
  }

  final ApiClient open(ServerConnection serverConnection) throws InterruptedException {
    boolean harmless = context.terminal().isInteractive() && !isJson() && !isRaw();
    return ApiClient.open(
        serverConnection,
        harmless ? PrintableText::text : UnaryOperator.identity(),
        () -> beforeChange(serverConnection));
  }

  /**
   * Whether the command prints texts of jobs and servers without escaping their control characters,
   * also on a terminal.
   */
  boolean isRaw() {
    return false;
  }
}
