// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the section "Your first job" of the README, in one shell and in their order,
 * against a server that the first of them starts. Compares the outputs that the README shows, apart
 * from ids, times, addresses and numbers that are no counts of jobs.
 */
final class ReadmeTest {

  private static final String README_SERVER = "http://127.0.0.1:8765";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```$");
  private static final Pattern JOB =
      Pattern.compile("job/(?:[0-9a-f]+-){4}(?<short>[0-9a-f]{8})[0-9a-f]{4}");

  /** The texts that differ at each run, and their replacements. */
  private static final Map<Pattern, String> VARIABLE = variable();

  /** A command of the README, with the output that the README shows for it. */
  private record Example(String command, List<String> output) {}

  @TempDir Path folder;

  private final int port = BatonShell.freePort();
  // From the short id that the README shows to the short id of the job of this run.
  private final Map<String, String> ids = new LinkedHashMap<>();

  private static Map<Pattern, String> variable() {
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    patterns.put(JOB, "job/ID");
    patterns.put(Pattern.compile("\\b[0-9a-f]{8}\\b"), "ID");
    patterns.put(Pattern.compile("data folder [^)]*"), "data folder");
    patterns.put(Pattern.compile("the password: \\S+"), "the password: PASSWORD");
    patterns.put(Pattern.compile("stored in .*/"), "stored in FOLDER/");
    patterns.put(Pattern.compile("127\\.0\\.0\\.1:\\d+"), "ADDRESS");
    patterns.put(Pattern.compile("/(usr/)?bin/sh"), "sh");
    patterns.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+"), "TIME");
    patterns.put(
        Pattern.compile("(\\d+(\\.\\d+)?(ms|s|m))+\\b( ago)?|\\d+ min \\d+ s"), "DURATION");
    // The name of an executor ends with the id of its process.
    patterns.put(Pattern.compile("[a-zA-Z][\\w.]*-\\d+$"), "EXECUTOR");
    // The counts of jobs are always the same; other numbers are not.
    patterns.put(Pattern.compile("(?<!count\" : |count\":|\\d)\\d+"), "N");
    patterns.put(Pattern.compile("\\s+"), " ");
    return patterns;
  }

  // A separate thread, because a time limit cannot interrupt a read from a pipe.
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void firstJob_commands_printWhatTheReadmeShows() throws Exception {
    List<Example> examples = examples();
    Example up = examples.getFirst();
    assertThat(up.command()).isEqualTo("./baton up");
    assertThat(up.output()).hasSize(3).endsWith("Baton is up: " + README_SERVER);
    try (BatonShell shell = new BatonShell(folder)) {
      check(up, shell.up(Map.of(), "--port", String.valueOf(port)));
      for (Example example : examples.subList(1, examples.size())) {
        String command = withActualIds(example.command());
        BatonShell.Printed printed = shell.run(command);
        // The README waits for a job that fails on purpose.
        int allowed = command.contains("job wait") ? ExitCode.FAILED : 0;
        assertThat(printed.exitCode()).as(command + ": " + printed.text()).isEqualTo(allowed);
        check(example, printed.lines());
      }
    }
    assertThat(examples).hasSizeGreaterThan(12);
  }

  private static List<Example> examples() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.substring(readme.indexOf("## Your first job"));
    Matcher blocks = BLOCK.matcher(section.substring(0, section.indexOf("\n## ", 1)));
    List<Example> examples = new ArrayList<>();
    while (blocks.find()) {
      for (String line : blocks.group(1).lines().toList()) {
        if (line.startsWith("$ ")) {
          examples.add(new Example(line.substring(2), new ArrayList<>()));
        } else {
          examples.getLast().output().add(line);
        }
      }
    }
    return examples;
  }

  private void check(Example example, List<String> printed) {
    if (example.output().isEmpty()) {
      return;
    }
    assertThat(printed.stream().map(ReadmeTest::normalised).toList())
        .as(example.command() + " printed " + String.join("\n", printed))
        .isEqualTo(example.output().stream().map(ReadmeTest::normalised).toList());
    Matcher shown = JOB.matcher(String.join("\n", example.output()));
    Matcher actual = JOB.matcher(String.join("\n", printed));
    while (shown.find() && actual.find()) {
      ids.putIfAbsent(shown.group("short"), actual.group("short"));
    }
  }

  private String withActualIds(String command) {
    String result = command.replace(":8765/", ":" + port + "/");
    for (Map.Entry<String, String> id : ids.entrySet()) {
      result = result.replace(id.getKey(), id.getValue());
    }
    return result;
  }

  private static String normalised(String line) {
    String result = line.strip();
    for (Map.Entry<Pattern, String> each : VARIABLE.entrySet()) {
      result = each.getKey().matcher(result).replaceAll(each.getValue());
    }
    return result.strip();
  }
}
