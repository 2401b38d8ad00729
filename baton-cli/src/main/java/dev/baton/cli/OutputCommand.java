// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.CommandContext;
import dev.baton.console.PrintableText;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TextTable;
import dev.baton.console.TimeText;
import dev.baton.error.InvalidInputException;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that prints its result as a table or as JSON. */
abstract class OutputCommand extends BatonCommand {
  @Mixin SharedOptions.ClientOptions client = new SharedOptions.ClientOptions();

  OutputCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public final Integer call() throws Exception {
    isJson();
    prepare();
    return run();
  }

  /** Checks the arguments before the command connects to a server. */
  void prepare() {}

  /** Runs the command and returns the exit code. */
  abstract int run() throws Exception;

  final boolean isJson() {
    String output = SharedOptions.text(spec, "--output");
    if (output != null && !List.of("table", "json").contains(output)) {
      throw new InvalidInputException("output is '" + output + "'; allowed: table, json");
    }
    return "json".equals(output);
  }

  final TerminalStyle style() {
    return new TerminalStyle(context.hasColors() && !SharedOptions.isSet(spec, "--no-color"));
  }

  final TimeText times() {
    return new TimeText(context, SharedOptions.isSet(spec, "--utc"));
  }

  final void printJson(JsonNode json) {
    print(shownJson(json.toPrettyString()));
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
