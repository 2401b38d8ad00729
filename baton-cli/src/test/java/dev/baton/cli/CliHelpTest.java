// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests the help of every command. */
final class CliHelpTest {

  private static final Map<String, String> NOWHERE = Map.of("HOME", "/nonexistent");

  @TestFactory
  Stream<DynamicTest> help_ofEveryCommand_hasAnExampleThatCallsIt() {
    return commands().stream()
        .map(words -> DynamicTest.dynamicTest(String.join(" ", words), () -> checkHelp(words)));
  }

  private static void checkHelp(List<String> words) {
    List<String> arguments = new ArrayList<>(words);
    arguments.add("--help");
    TestBaton.Result help = TestBaton.runIn(NOWHERE, "", arguments.toArray(String[]::new));
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Examples:");
    String examples = help.out().substring(help.out().indexOf("Examples:"));
    assertThat(examples).contains("baton " + String.join(" ", words));
    assertThat(help.out()).as("a description").contains(description(words) + ".");
    assertThat(help.out().lines().takeWhile(line -> !line.startsWith("Actions ")))
        .as("fits a terminal")
        .allMatch(line -> line.length() <= 100);
  }

  private static String description(List<String> words) {
    List<CommandTable.CommandEntry> entries = CommandTable.ROOT;
    String description = "";
    for (String word : words) {
      CommandTable.CommandEntry commandEntry =
          entries.stream().filter(each -> each.name().equals(word)).findFirst().orElseThrow();
      description = commandEntry.description();
      entries = commandEntry.commands().get();
    }
    return description;
  }

  @Test
  void commandsThatChangeSomething_nameTheServer() {
    List<String> changing = new ArrayList<>();
    for (List<String> words : commands()) {
      if (command(words) instanceof ClientCommand command && command.changes()) {
        changing.add(String.join(" ", words));
      }
    }
    // Commands that select jobs by flags are not in the list: they change something only if a job
    // or --yes is given.
    assertThat(changing)
        .contains(
            "action forget",
            "job rerun",
            "job revert",
            "job signal",
            "board restore",
            "user add",
            "user passwd",
            "user delete",
            "apikey create",
            "apikey delete");
  }

  private static Object command(List<String> words) {
    List<CommandTable.CommandEntry> entries = CommandTable.ROOT;
    Object command = "";
    for (String word : words) {
      CommandTable.CommandEntry commandEntry =
          entries.stream().filter(each -> each.name().equals(word)).findFirst().orElseThrow();
      command = commandEntry.body().apply(TestBaton.contextOf(NOWHERE));
      entries = commandEntry.commands().get();
    }
    return command;
  }

  private static List<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    for (CommandTable.CommandEntry commandEntry : CommandTable.ROOT) {
      all.add(List.of(commandEntry.name()));
      commandEntry
          .commands()
          .get()
          .forEach(child -> all.add(List.of(commandEntry.name(), child.name())));
    }
    return all;
  }
}
