// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import dev.baton.bench.embedded.JobWriters.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** Lets a second process write while this process writes. */
record TwoProcessesCheck(int jobs) implements StoreCheck {

  private static final long OFFSET = 5_000_000;

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path acknowledged = folder.resolve("acknowledged");
    WriteAnswers answers = WriteAnswers.inMemory();
    try (OpenStore open = store.open(folder)) {
      int threads = 4;
      JobWriters writers = new JobWriters(open, answers, Load.steady(threads));
      long start;
      try (writers) {
        writers.start();
        start = System.nanoTime();
        String second = second(store, folder, acknowledged, jobs / threads);
        findings.add(store, "second process", second);
      }
      double took = SpeedCheck.seconds(start);
      WriteAnswers other = WriteAnswers.read(acknowledged);
      Map<Long, State> states = open.read(JobTables::states);
      findings.add(
          store,
          "two processes: jobs of the first and second, failed writes of the first, lost writes",
          answers.acknowledged()
              + " and "
              + other.acknowledged()
              + ", "
              + answers.failures()
              + ", "
              + (answers.lost(states) + other.lost(states)));
      findings.addNumber(
          store,
          "two processes: jobs/s of both",
          (answers.acknowledged() + other.acknowledged()) / took);
    }
  }

  private static String second(
      EmbeddedStore store, Path folder, Path acknowledged, int jobsPerThread)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                StoreProcess.command(
                    "write",
                    store.name(),
                    folder,
                    acknowledged,
                    4,
                    OFFSET,
                    jobsPerThread,
                    SpeedCheck.PAYLOAD))
            .redirectErrorStream(true)
            .start();
    try (var lines = process.inputReader()) {
      String first =
          lines
              .lines()
              .filter(line -> line.contains("Exception") || line.contains("locked"))
              .findFirst()
              .orElse("")
              .replaceAll("\".*?\"", "…");
      return process.waitFor() == 0 ? "works" : "error: " + first;
    } finally {
      process.destroyForcibly();
    }
  }
}
