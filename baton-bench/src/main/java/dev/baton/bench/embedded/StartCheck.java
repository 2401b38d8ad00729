// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Measures the start of a process with an existing store, and the size of the driver. */
record StartCheck(int starts, int rounds) implements StoreCheck {

  private static final int JOBS = 10_000;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path jar =
        Path.of(store.driver().getProtectionDomain().getCodeSource().getLocation().getPath());
    findings.addNumber(store, "jar, MB", Files.size(jar) / 1e6);
    try (OpenStore open = store.open(folder)) {
      SpeedCheck.post(open, 0, JOBS, 1000);
    }
    StoreProcess.Start[] measured = new StoreProcess.Start[starts];
    for (int i = 0; i < starts; i++) {
      measured[i] = StoreProcess.Start.measure(store, folder, JOBS + i);
    }
    findings.addNumber(
        store,
        "process start to first commit, median, s",
        median(Arrays.stream(measured).mapToDouble(StoreProcess.Start::seconds)));
    findings.addNumber(
        store,
        "CPU until then, median, s",
        median(Arrays.stream(measured).mapToDouble(StoreProcess.Start::cpuSeconds)));
    findings.addNumber(
        store,
        "memory until then, median, MB",
        median(Arrays.stream(measured).mapToDouble(StoreProcess.Start::megabytes)));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
