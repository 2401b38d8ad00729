// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import com.sun.management.OperatingSystemMXBean;
import dev.baton.bench.embedded.JobWriters.Load;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Measures the jobs per second in batches, one at a time, and with many threads. */
record SpeedCheck(int jobs, int rounds) implements StoreCheck {

  static final int PAYLOAD = 200;
  static final int THREADS = 32;
  private static final int BATCH = 100;
  private static final double SECONDS = 5;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Override
  public String name() {
    return "speed";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    try (OpenStore open = store.open(folder)) {
      long start = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      post(open, 0, jobs, BATCH);
      findings.addNumber(store, "post, batches of 100, jobs/s", jobs / seconds(start));
      start = System.nanoTime();
      int ended = drain(open, jobs, BATCH);
      findings.addNumber(store, "claim and end, batches of 100, jobs/s", ended / seconds(start));
      findings.addNumber(
          store,
          "post, claim and end, batches of 100, CPU µs/job",
          (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / jobs);
      findings.addNumber(store, "files after these jobs, MB", megabytes(store, folder));
      int few = Math.max(1, jobs / 20);
      post(open, jobs, few, BATCH);
      start = System.nanoTime();
      drain(open, few, 1);
      double took = seconds(start);
      findings.addNumber(store, "claim and end one at a time, jobs/s", few / took);
      findings.addNumber(store, "durable commits/s of one thread", 2 * few / took);
      writers(store, open, findings);
    }
    findings.addNumber(store, "files after the close, MB", megabytes(store, folder));
  }

  private static void writers(EmbeddedStore store, OpenStore open, Findings findings)
      throws InterruptedException {
    WriteAnswers answers = WriteAnswers.inMemory();
    long start = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    JobWriters writers = new JobWriters(open, answers, Load.steady(THREADS));
    try (writers) {
      writers.start();
      JobWriters.await(SECONDS, () -> answers.failures() > 0);
    }
    double took = seconds(start);
    if (answers.failures() > 0) {
      findings.add(store, "32 threads", answers.errors().toString());
    }
    findings.addNumber(
        store, "32 threads, one job and three commits at a time, jobs/s", writers.jobs() / took);
    findings.addNumber(
        store,
        "32 threads, CPU µs/job",
        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / Math.max(1, writers.jobs()));
    findings.addNumber(store, "32 threads, slowest commit, ms", writers.takeSlowestMillis());
  }

  static void post(OpenStore store, long first, int count, int batch) throws SQLException {
    for (int posted = 0; posted < count; posted += batch) {
      long next = first + posted;
      int size = Math.min(batch, count - posted);
      store.write(tables -> {
        tables.post(next, size, PAYLOAD);
        return size;
      });
    }
  }

  /** Claims and ends jobs with a commit for each and returns their number. */
  static int drain(OpenStore store, int count, int batch) throws SQLException {
    int ended = 0;
    int found = 1;
    while (ended < count && found > 0) {
      List<Long> claimed = store.write(tables -> tables.claim(batch));
      found = claimed.size();
      store.write(tables -> {
        tables.end(claimed);
        return claimed;
      });
      ended += found;
    }
    return ended;
  }

  static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  static double megabytes(EmbeddedStore store, Path folder) throws IOException {
    long bytes = 0;
    for (Path file : store.files(folder)) {
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    return bytes / 1e6;
  }
}
