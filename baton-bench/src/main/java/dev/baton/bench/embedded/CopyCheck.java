// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import dev.baton.bench.embedded.JobWriters.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** Copies the store while 32 threads write. The copy must have all writes before its beginning. */
record CopyCheck(int jobs) implements StoreCheck {

  private static final double SECONDS = 1;

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path target = Files.createDirectory(folder.resolve("copy"));
    Path acknowledged = folder.resolve("acknowledged");
    WriteAnswers before;
    try (OpenStore open = store.open(folder);
        WriteAnswers answers = WriteAnswers.withFile(acknowledged)) {
      SpeedCheck.post(open, 0, jobs, 1000);
      try (JobWriters writers =
          new JobWriters(open, answers, Load.steady(SpeedCheck.THREADS)).start()) {
        JobWriters.await(SECONDS, () -> false);
        findings.addNumber(store, "slowest commit without a copy, ms", writers.takeSlowestMillis());
        before = WriteAnswers.read(acknowledged);
        long start = System.nanoTime();
        open.copyTo(target);
        findings.addNumber(
            store,
            "online copy, MB/s",
            SpeedCheck.megabytes(store, target) / SpeedCheck.seconds(start));
        findings.addNumber(
            store, "slowest commit during the copy, ms", writers.takeSlowestMillis());
      }
      findings.add(store, "online copy: failed writes", String.valueOf(answers.failures()));
    }
    try (OpenStore copy = store.open(target)) {
      Map<Long, State> states = copy.read(JobTables::states);
      findings.add(store, "online copy: lost writes", String.valueOf(before.lost(states)));
    }
  }
}
