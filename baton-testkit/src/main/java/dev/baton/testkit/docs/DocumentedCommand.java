// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that the documentation shows to users.
 *
 * @param page the file name of the page
 * @param text the command, as a user pastes it; can have several lines
 * @param isInBlock whether the command is in a code block; otherwise it is named in a sentence and
 *     can be incomplete
 */
public record DocumentedCommand(String page, String text, boolean isInBlock) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern INLINE =
      Pattern.compile("`(?<command>(?:\\./)?(?:baton|bench|campaign) [^`]+)`");
  // In a block without prompts, other lines are the output or a configuration file.
  private static final Pattern COMMAND =
      Pattern.compile("(?:curl|baton|\\./\\w+|mvn|mkdir|docker|podman) .*|\\w+=\\$\\(.*");
  private static final String PROMPT = "$ ";
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?:^|[(|;]\\s*)(?:\\./)?(?<program>baton|bench|campaign)\\b(?<arguments>.*)");
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

  /**
   * Returns the commands of the README, of the README of the examples, and of all pages of the
   * folder {@code docs}, in the order of the pages' names.
   *
   * @param root the folder of the project
   */
  public static List<DocumentedCommand> all(Path root) throws IOException {
    List<DocumentedCommand> commands = new ArrayList<>(of(root.resolve("README.md")));
    commands.addAll(of(root.resolve("examples/README.md")));
    try (Stream<Path> files = Files.list(root.resolve("docs"))) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        commands.addAll(of(page));
      }
    }
    return commands;
  }

  private static List<DocumentedCommand> of(Path file) throws IOException {
    String page = file.getFileName().toString();
    String content = Files.readString(file);
    List<DocumentedCommand> commands = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(content);
    while (blocks.find()) {
      if (blocks.group(1).matches("|sh|bash|shell|console")) {
        for (String text : commandsOf(blocks.group(2).lines().toList())) {
          commands.add(new DocumentedCommand(page, text, true));
        }
      }
    }
    Matcher inline = INLINE.matcher(BLOCK.matcher(content).replaceAll(""));
    while (inline.find()) {
      String text = inline.group("command").replaceAll("\\s+", " ");
      commands.add(new DocumentedCommand(page, text, false));
    }
    return commands;
  }

  private static List<String> commandsOf(List<String> lines) {
    boolean hasPrompts = lines.stream().anyMatch(line -> line.startsWith(PROMPT));
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : lines) {
      if (command.isEmpty()) {
        if (hasPrompts ? !line.startsWith(PROMPT) : !COMMAND.matcher(line).matches()) {
          continue;
        }
        command.append(hasPrompts ? line.substring(PROMPT.length()) : line);
      } else {
        command.append('\n').append(line);
      }
      boolean isInQuotes = command.chars().filter(c -> c == '\'').count() % 2 == 1;
      if (!isInQuotes && !line.endsWith("\\")) {
        commands.add(command.toString());
        command.setLength(0);
      }
    }
    return commands;
  }

  /**
   * Returns the arguments that this command gives to a program, without quotes, comments, ellipses
   * and the brackets of optional arguments. Empty if the command does not start the program.
   * Variables and placeholders are left as they are.
   *
   * @param program the name of the program: {@code baton}, {@code bench} or {@code campaign}
   */
  public List<String> argumentsOf(String program) {
    String line = text.replaceAll("\\\\\\n", " ").replaceAll(" +# .*", "");
    Matcher start = PROGRAM.matcher(line.replaceAll(" && .*", ""));
    if (!start.find() || !start.group("program").equals(program)) {
      return List.of();
    }
    String words = start.group("arguments");
    if (start.start() > 0) {
      words = words.substring(0, words.lastIndexOf(')'));
    }
    List<String> arguments = new ArrayList<>();
    Matcher word = WORD.matcher(words.replace("[--", "--").replaceAll("]$|] ", " "));
    while (word.find()) {
      if (!word.group().equals("…")) {
        arguments.add(word.group().replaceAll("['\"]", ""));
      }
    }
    return arguments;
  }
}
