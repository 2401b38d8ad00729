// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import dev.baton.bench.embedded.JobWriters.Load;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process of its own that uses a store: the process that is killed, timed or competes. */
final class StoreProcess {

  private static final String COMMITTED = "committed";

  private StoreProcess() {}

  /**
   * Runs one of the modes: {@code start STORE FOLDER JOB}, or {@code write STORE FOLDER ANSWERS
   * THREADS FIRST JOBS PAYLOAD}.
   */
  public static void main(String[] arguments) throws Exception {
    EmbeddedStore store = EmbeddedStore.named(arguments[1]);
    Path folder = Path.of(arguments[2]);
    if (arguments[0].equals("start")) {
      start(store, folder, Long.parseLong(arguments[3]));
    } else {
      Load load =
          new Load(
              Integer.parseInt(arguments[4]),
              Long.parseLong(arguments[5]),
              Long.parseLong(arguments[6]),
              Integer.parseInt(arguments[7]),
              true);
      write(store, folder, Path.of(arguments[3]), load);
    }
  }

  private static void start(EmbeddedStore store, Path folder, long job) throws Exception {
    try (OpenStore open = store.open(folder)) {
      open.write(tables -> {
        tables.post(job, 1, 200);
        return State.READY;
      });
      System.out.println(COMMITTED);
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          System.out.println(line.replaceAll("[^0-9]", ""));
        }
      }
      System.out.println(
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
    }
  }

  /** Does not close the store: the end of the process is a kill for the store. */
  private static void write(EmbeddedStore store, Path folder, Path acknowledged, Load load)
      throws Exception {
    OpenStore open = store.open(folder);
    WriteAnswers answers = WriteAnswers.withFile(acknowledged);
    new JobWriters(open, answers, load).start().join();
    answers.errors().forEach(System.out::println);
    System.out.flush();
    Runtime.getRuntime().halt(answers.failures() == 0 ? 0 : 1);
  }

  /** The command line of such a process with the libraries of this process. */
  static List<String> command(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Java 24 and later print a warning if native code is used without this option.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StoreProcess.class.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
  }

  /**
   * The figures of a start.
   *
   * @param seconds from the start of the process to its first durable commit
   * @param megabytes the largest resident memory until then
   */
  record Start(double seconds, double cpuSeconds, double megabytes) {

    static Start measure(EmbeddedStore store, Path folder, long job)
        throws IOException, InterruptedException {
      long begin = System.nanoTime();
      Process process = StoreProcess.start(command("start", store.name(), folder, job));
      try (var lines = process.inputReader()) {
        String line = String.valueOf(lines.readLine());
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!line.equals(COMMITTED)) {
          throw new IOException(
              String.format(Locale.ROOT, "%s did not start: '%s'", store.name(), line));
        }
        double megabytes = Double.parseDouble(lines.readLine()) / 1024;
        double cpu = Double.parseDouble(lines.readLine()) / 1000;
        process.waitFor();
        return new Start(seconds, cpu, megabytes);
      }
    }
  }
}
