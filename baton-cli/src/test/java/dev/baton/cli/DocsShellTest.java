// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the commands in the documentation can be pasted into a shell. */
final class DocsShellTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\\n(.*?)^```$");
  private static final Pattern COMMAND =
      Pattern.compile("(\\$ )?(curl|baton|\\./|id=|docker|podman|java|mvn|export|source|BATON_).*");

  /** The commands of a page, each with its continuation lines after a backslash. */
  private static List<String> commands(Path page) throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(page));
    while (blocks.find()) {
      StringBuilder command = new StringBuilder();
      for (String line : blocks.group(1).lines().toList()) {
        if (command.isEmpty() && !COMMAND.matcher(line).matches()) {
          continue;
        }
        command.append(line.startsWith("$ ") ? line.substring(2) : line).append('\n');
        if (!line.endsWith("\\")) {
          commands.add(command.toString());
          command.setLength(0);
        }
      }
    }
    return commands;
  }

  @Test
  void commands_areWellFormed() throws Exception {
    List<Path> pages = new ArrayList<>(List.of(Path.of("..", "README.md")));
    try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    int checked = 0;
    for (Path page : pages) {
      for (String command : commands(page)) {
        Process shell = new ProcessBuilder("sh", "-n", "-c", command).start();
        String errors = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(page + ": " + command + errors).isZero();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(40);
  }
}
