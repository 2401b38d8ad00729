// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Measures the store with many waiting jobs. */
record BacklogCheck(int jobs, int rounds) implements StoreCheck {

  private static final int BATCH = 1000;
  private static final int CLAIM = 100;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    int few = Math.max(CLAIM, jobs / 20);
    try (OpenStore open = store.open(folder)) {
      // The first run compiles the code and is not counted.
      double alone = 0;
      for (int round = 0; round < 3; round++) {
        SpeedCheck.post(open, jobs + (long) round * few, few, BATCH);
        alone = rate(open, few);
      }
      long start = System.nanoTime();
      SpeedCheck.post(open, 0, jobs, BATCH);
      findings.addNumber(store, "post the backlog, jobs/s", jobs / SpeedCheck.seconds(start));
      double behind = rate(open, few);
      findings.addNumber(store, "claim and end with the backlog, jobs/s", behind);
      findings.addNumber(store, "rate with the backlog relative to without", behind / alone);
      findings.addNumber(store, "files with the backlog, MB", SpeedCheck.megabytes(store, folder));
    }
    long start = System.nanoTime();
    store.open(folder).close();
    findings.addNumber(store, "open and close with the backlog, s", SpeedCheck.seconds(start));
    StoreProcess.Start process = StoreProcess.Start.measure(store, folder, 2L * jobs);
    findings.addNumber(store, "process start to first commit, backlog, s", process.seconds());
    findings.addNumber(store, "memory of that process, MB", process.megabytes());
  }

  private static double rate(OpenStore store, int count) throws SQLException {
    long start = System.nanoTime();
    int ended = SpeedCheck.drain(store, count, CLAIM);
    return ended / SpeedCheck.seconds(start);
  }
}
