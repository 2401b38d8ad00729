// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import dev.baton.bench.embedded.JobWriters.Load;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fills a small file system while 32 threads write, then makes space again. The open store should
 * continue, and an error must mean that nothing was written. Needs the right to mount.
 */
record FullDiskCheck() implements StoreCheck {

  private static final int MEGABYTES = 64;
  private static final int BALLAST = 24 << 20;
  private static final int PAYLOAD = 40_000;
  private static final int FAILURES = 200;
  private static final long OFFSET = 5_000_000;
  private static final double FILL_SECONDS = 120;
  private static final double CONTINUE_SECONDS = 10;

  @Override
  public String name() {
    return "full-disk";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    if (!execute(
        "mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", disk.toString())) {
      findings.add(store, "full disk", "not run: a file system cannot be mounted");
      return;
    }
    try {
      fill(store, disk, findings);
    } finally {
      execute("umount", "-l", disk.toString());
    }
  }

  private static boolean execute(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static void fill(EmbeddedStore store, Path disk, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST]);
    WriteAnswers answers = WriteAnswers.inMemory();
    OpenStore open = store.open(disk);
    try (JobWriters writers =
        new JobWriters(open, answers, Load.steady(SpeedCheck.THREADS).withPayloads(PAYLOAD))) {
      writers.start();
      if (!JobWriters.await(FILL_SECONDS, () -> answers.failures() >= FAILURES)) {
        findings.add(store, "full disk", "the disk did not become full");
        return;
      }
      findings.add(store, "full disk: errors of writes", String.join("; ", answers.errors()));
      findings.add(store, "full disk: a read", answer(open));
      Files.delete(ballast);
      long before = answers.acknowledged();
      long start = System.nanoTime();
      boolean continued = JobWriters.await(CONTINUE_SECONDS, () -> answers.acknowledged() > before);
      findings.add(
          store,
          "space again: the open store",
          continued
              ? String.format(
                  Locale.ROOT, "continues after %.0f ms", SpeedCheck.seconds(start) * 1000)
              : "does not continue in " + CONTINUE_SECONDS + " s: " + answers.errors().getFirst());
    }
    findings.add(store, "space again: close", close(open));
    judge(store, disk, answers, findings);
    startOnFullDisk(store, disk, ballast, findings);
  }

  /** Leaves the store as a kill does, fills the disk, and starts a process that writes. */
  private static void startOnFullDisk(
      EmbeddedStore store, Path disk, Path ballast, Findings findings)
      throws IOException, InterruptedException {
    List<String> kill =
        StoreProcess.command(
            "write", store.name(), disk, disk.resolve("acknowledged"), 1, OFFSET, 10, PAYLOAD);
    findings.add(store, "start before the disk is full", answer(kill));
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4096];
      // Ends with the error of a full disk.
      for (int i = 0; i < (MEGABYTES << 20) / block.length; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      findings.add(store, "start on a full disk", answer(start(store, disk, 1)));
    }
    Files.delete(ballast);
    findings.add(store, "start after that, with space", answer(start(store, disk, 2)));
  }

  private static List<String> start(EmbeddedStore store, Path disk, long job) {
    return StoreProcess.command("start", store.name(), disk, job);
  }

  private static String answer(OpenStore open) {
    try {
      return open.read(JobTables::states).isEmpty() ? "EMPTY" : "works";
    } catch (SQLException | RuntimeException e) {
      return "error: " + firstLine(e);
    }
  }

  private static String answer(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = process.inputReader()) {
      String all = lines.lines().reduce("", (a, b) -> a.isEmpty() ? b : a + "; " + b);
      return process.waitFor() == 0 ? "works" : "error: " + firstLine(new IOException(all));
    }
  }

  private static String close(OpenStore open) {
    try {
      open.close();
      return "works";
    } catch (SQLException | RuntimeException e) {
      return "error: " + firstLine(e);
    }
  }

  private static void judge(EmbeddedStore store, Path disk, WriteAnswers answers, Findings findings)
      throws IOException {
    try (OpenStore open = store.open(disk)) {
      Map<Long, State> states = open.read(JobTables::states);
      findings.add(
          store,
          "full disk, after a restart: jobs, lost writes, failed but there",
          answers.acknowledged()
              + ", "
              + answers.lost(states)
              + ", "
              + answers.failedButThere(states));
    } catch (SQLException | RuntimeException e) {
      findings.add(
          store,
          "full disk, after a restart: jobs, lost writes, failed but there",
          "NOT OPENED: " + firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.length() > 160 ? line.substring(0, 160) + "…" : line;
  }
}
