// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import dev.baton.bench.embedded.JobWriters.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Interrupts threads while they write. An interrupt must not damage the store, and an error must
 * mean that nothing was written.
 */
record InterruptCheck(int interrupts) implements StoreCheck {

  private static final double CONTINUE_SECONDS = 10;

  @Override
  public String name() {
    return "interrupt";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    WriteAnswers answers = WriteAnswers.inMemory();
    OpenStore open = store.open(folder);
    try (JobWriters writers =
        new JobWriters(open, answers, Load.steady(SpeedCheck.THREADS)).start()) {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < interrupts; i++) {
        writers.threads().get(random.nextInt(SpeedCheck.THREADS)).interrupt();
        Thread.sleep(1);
      }
      int failures = answers.failures();
      int before = answers.acknowledged();
      boolean continues = JobWriters.await(CONTINUE_SECONDS, () -> answers.acknowledged() > before);
      findings.add(
          store,
          interrupts + " interrupts that reach the driver: failed writes",
          failures + (failures == 0 ? "" : " (" + answers.errors().getFirst() + ")"));
      findings.add(
          store, "interrupts: the open store", continues ? "continues" : "does not continue");
    }
    try {
      open.close();
    } catch (SQLException | RuntimeException e) {
      findings.add(store, "interrupts: close", String.valueOf(e.getMessage()));
    }
    try (OpenStore again = store.open(folder)) {
      Map<Long, State> states = again.read(JobTables::states);
      findings.add(
          store,
          "interrupts: jobs, lost writes, failed but there",
          answers.acknowledged()
              + ", "
              + answers.lost(states)
              + ", "
              + answers.failedButThere(states));
    }
  }
}
