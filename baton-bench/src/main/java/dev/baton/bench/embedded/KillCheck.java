// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kills a process with 32 writing threads at random moments, again and again with the same store.
 * After each kill, the store must open, have each acknowledged write, and be consistent.
 */
record KillCheck(int kills) implements StoreCheck {

  private static final int PAYLOAD = 20_000;
  private static final int MOST_MILLIS = 1500;
  private static final long JOBS_PER_KILL = 100_000;
  private static final double START_SECONDS = 30;

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path acknowledged = folder.resolve("acknowledged");
    SplittableRandom random = new SplittableRandom(1);
    store.open(folder).close();
    long lost = 0;
    int damaged = 0;
    int jobs = 0;
    int kill = 0;
    // Ends with the first store that cannot be used.
    for (; kill < kills && damaged == 0; kill++) {
      killWriters(store, folder, acknowledged, kill, random.nextInt(MOST_MILLIS));
      WriteAnswers answers = WriteAnswers.read(acknowledged);
      jobs = answers.acknowledged();
      try (OpenStore open = store.open(folder)) {
        Map<Long, State> states = open.read(JobTables::states);
        lost += answers.lost(states);
      } catch (SQLException e) {
        damaged++;
        findings.add(store, "kill -9: inconsistent store", String.valueOf(e.getMessage()));
      }
    }
    findings.add(
        store,
        "kill -9 with 32 threads: kills, jobs, lost writes, stores that are inconsistent",
        kill + ", " + jobs + ", " + lost + ", " + damaged);
  }

  private static void killWriters(
      EmbeddedStore store, Path folder, Path acknowledged, int kill, int millis)
      throws IOException, InterruptedException {
    long before = size(acknowledged);
    List<String> command =
        StoreProcess.command(
            "write",
            store.name(),
            folder,
            acknowledged,
            SpeedCheck.THREADS,
            kill * JOBS_PER_KILL,
            JOBS_PER_KILL,
            PAYLOAD);
    Process process = StoreProcess.start(command);
    try {
      JobWriters.await(START_SECONDS, () -> !process.isAlive() || size(acknowledged) > before);
      JobWriters.await(millis / 1000.0, () -> !process.isAlive());
      if (!process.isAlive() || size(acknowledged) == before) {
        throw new IOException("the writing process of " + store.name() + " did not write");
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
