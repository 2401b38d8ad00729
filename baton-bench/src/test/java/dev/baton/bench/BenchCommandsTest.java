// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.baton.testkit.docs.DocumentedCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Checks that {@code ./bench} accepts the commands of the documentation. */
final class BenchCommandsTest {

  @Test
  void documentedCommands_areAccepted() throws Exception {
    List<List<String>> commands =
        DocumentedCommand.all(Path.of("..")).stream()
            .map(command -> command.argumentsOf("bench"))
            .filter(arguments -> !arguments.isEmpty())
            .toList();
    assertThat(commands).hasSizeGreaterThan(5);
    for (List<String> arguments : commands) {
      assertThat(catchThrowable(() -> Bench.line().parseArgs(arguments.toArray(String[]::new))))
          .as(String.join(" ", arguments))
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isNull(),
              // A sentence can name a command without its required options.
              thrown ->
                  assertThat(thrown).isInstanceOf(CommandLine.MissingParameterException.class));
    }
  }
}
