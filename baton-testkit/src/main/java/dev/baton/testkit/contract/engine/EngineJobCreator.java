// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import dev.baton.engine.Engine;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that creates an engine job and prints the lines of its output until it is killed. */
final class EngineJobCreator implements AutoCloseable {

  private final Process process;

  private EngineJobCreator(Process process) {
    this.process = process;
  }

  /** Creates the engine job, then prints the position and the text of each line. */
  public static void main(String[] words) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (int i = 4; i < words.length; i += 2) {
      settings.put(words[i], words[i + 1]);
    }
    // The class name is passed because another process cannot receive the object. The class need
    // not be public.
    var constructor = Class.forName(words[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    TestEngineFactory recipe = (TestEngineFactory) constructor.newInstance();
    // Here, standard output is the connection to the test and not a terminal.
    try (Engine engine = recipe.open(words[1], settings);
        PrintStream out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      engine.create(recipe.spec(words[2], settings).command("sh", "-c", words[3]).build());
      engine.logs(words[2], null, line -> out.println(line.position() + " " + line.text()));
    }
  }

  static EngineJobCreator start(
      EngineFixture fixture, String installation, String name, String script) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.add(EngineJobCreator.class.getName());
    words.add(fixture.engineFactory().getClass().getName());
    words.addAll(List.of(installation, name, script));
    fixture.settings().forEach((key, value) -> words.addAll(List.of(key, value)));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new EngineJobCreator(builder.start());
  }

  /**
   * Returns the first lines that the process prints. Kills the process when it has printed the last
   * of them.
   */
  List<String> readThenKill(int count) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      while (lines.size() < count) {
        String line = reader.readLine();
        if (line == null) {
          break;
        }
        // Other code, such as a logger, may also write to standard output.
        if (line.contains(" line ")) {
          lines.add(line);
        }
      }
      close();
    }
    return lines;
  }

  static String position(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  static String text(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " cannot be killed");
    }
  }
}
