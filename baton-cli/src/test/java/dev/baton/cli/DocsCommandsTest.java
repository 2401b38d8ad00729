// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.testkit.docs.DocumentedCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Checks the commands of the documentation: a shell can parse each, {@code baton} knows all their
 * flags, and those in code blocks work against a server.
 */
final class DocsCommandsTest {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]{3,}");

  /** The commands that this test does not run: how each begins, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("./campaign ", "runs for minutes; CampaignCommandsTest checks the flags"),
          Map.entry("baton server ", "needs the address or the servers of the example"),
          Map.entry("baton executor ", "needs the servers of the example"),
          Map.entry("baton distributor ", "needs the servers of the example"),
          Map.entry("baton up --board zookeeper", "needs a fixed port; UpOnZooKeeperTest runs it"),
          Map.entry("baton up --plugins plugins", "the server of this test has these flags"),
          Map.entry("baton show --watch", "does not end; CliShowTest runs it"),
          Map.entry("docker run ", "needs the image, which packaging/test-image starts"));

  /** Texts of the pages that this test replaces, because the jobs of this test are others. */
  private static final Map<String, String> REPLACED = replaced();

  /** The commands whose exit code is not 0. */
  private static final Map<String, Integer> EXIT_CODES =
      Map.of("baton job retry --action resize --newer-than 1h", ExitCode.USAGE);

  @TempDir Path folder;

  private static Map<String, String> replaced() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("create_server", "dummy_test_flow");
    texts.put("--image debian", "--steps 2");
    texts.put("image=debian", "steps=2");
    texts.put("--action resize ", "--action dummy_test_action ");
    texts.put("action=\\\"resize\\\"", "action=\\\"dummy_test_action\\\"");
    texts.put("\"password\":\"…\"", "\"password\":\"correct-horse\"");
    texts.put("credential/…", "credential/00000000-0000-0000-0000-000000000000");
    texts.put("baton context add prod", "BATON_API_SECRET=secret baton context add prod");
    texts.put("context use prod", "context use prod && baton context use --none");
    texts.put("job cancel d3a69151", "job cancel \"$waiting\"");
    texts.put("job cancel JOB [--keep]", "job cancel \"$waiting_flow\"");
    texts.put("job preview-cancel JOB", "job preview-cancel \"$waiting_flow\"");
    texts.put("--from boot", "--from step_2");
    texts.put(" JOB", " \"$flow\"");
    return texts;
  }

  @Test
  void commands_canBeParsed() throws Exception {
    List<DocumentedCommand> commands = DocumentedCommand.all(PROJECT);
    List<String> problems = new ArrayList<>();
    for (DocumentedCommand command : commands) {
      if (command.isInBlock()) {
        Process shell = new ProcessBuilder("sh", "-n", "-c", command.text()).start();
        String errors = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
          problems.add(command + ": " + errors);
        }
      }
      List<String> arguments = command.argumentsOf("baton");
      try {
        BuildCommandLine.of(CommandContext.system(), arguments)
            .setExpandAtFiles(false)
            .parseArgs(arguments.toArray(String[]::new));
      } catch (ParameterException e) {
        boolean isIncomplete = !command.isInBlock() || PLACEHOLDER.matcher(command.text()).find();
        if (!isIncomplete || e instanceof UnmatchedArgumentException) {
          problems.add(command + ": " + e.getMessage());
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(commands).hasSizeGreaterThan(100);
  }

  // A separate thread, because a time limit cannot interrupt a read from a pipe.
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void commandsInBlocks_work() throws Exception {
    Set<String> notRun = new LinkedHashSet<>();
    List<String> run = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (BatonShell shell = new BatonShell(folder)) {
      int port = BatonShell.freePort();
      prepare(shell, port);
      for (DocumentedCommand command : DocumentedCommand.all(PROJECT)) {
        // ReadmeTest runs those of the README and also compares what they print; ExamplePluginTest
        // runs the plugins of the examples.
        if (!command.isInBlock() || command.page().equals("README.md")) {
          continue;
        }
        String text = command.text();
        Optional<String> exception = NOT_RUN.keySet().stream().filter(text::startsWith).findAny();
        if (exception.isPresent()) {
          notRun.add(exception.get());
          continue;
        }
        String actual = withJobsOfThisTest(text).replace(":8765/", ":" + port + "/");
        BatonShell.Printed printed = shell.run(actual);
        boolean isAnswered =
            !text.contains("curl") || printed.text().matches("(?s).*\"status\" ?: ?20[0-2].*");
        if (printed.exitCode() != EXIT_CODES.getOrDefault(text, 0) || !isAnswered) {
          problems.add(command.page() + ": " + actual + ": " + printed);
        }
        run.add(text);
      }
    }
    assertThat(problems).isEmpty();
    assertThat(run).hasSizeGreaterThan(25).containsAll(EXIT_CODES.keySet());
    assertThat(notRun).as("exceptions that are needed").containsAll(NOT_RUN.keySet());
  }

  /** Starts the server, and creates what the commands of the pages suppose. */
  private void prepare(BatonShell shell, int port) throws IOException {
    String guide = Files.readString(PROJECT.resolve("docs/plugins.md"));
    Matcher sample = Pattern.compile("(?s)```java\n(package .*?)```").matcher(guide);
    assertThat(sample.find()).isTrue();
    Files.writeString(folder.resolve("ShopPlugin.java"), sample.group(1));
    succeed(
        shell,
        "\"$DOCS_JAVA/bin/javac\" -cp \"$DOCS_CLASSES\" -d shop ShopPlugin.java"
            + " && mkdir -p shop/META-INF/services"
            + " && echo shop.ShopPlugin > shop/META-INF/services/dev.baton.plugin.Plugin"
            + " && \"$DOCS_JAVA/bin/jar\" --create --file shop.jar -C shop ."
            + " && mkdir loaded && cp shop.jar loaded/");
    shell.up(
        Map.of("BATON_ADMIN_PASSWORD", "correct-horse"),
        "--port",
        String.valueOf(port),
        "--plugins",
        "loaded");
    succeed(shell, "eval \"$(baton apikey create --name docs)\"");
    succeed(shell, "waiting=$(baton post dummy_test_action --not-before 1h)");
    succeed(shell, "waiting_flow=$(baton post dummy_test_flow --not-before 1h)");
    succeed(shell, "flow=$(baton post dummy_test_flow --steps 2 --seconds 0.1)");
    succeed(shell, "baton job wait \"$flow\"");
  }

  private static void succeed(BatonShell shell, String command) throws IOException {
    BatonShell.Printed printed = shell.run(command);
    assertThat(printed.exitCode()).as(command + ": " + printed.text()).isZero();
  }

  private static String withJobsOfThisTest(String command) {
    String result = command;
    for (Map.Entry<String, String> text : REPLACED.entrySet()) {
      result = result.replace(text.getKey(), text.getValue());
    }
    return result;
  }
}
