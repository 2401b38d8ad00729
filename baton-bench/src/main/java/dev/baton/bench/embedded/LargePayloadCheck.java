// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobWriters.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Posts 30 payloads of 1 MB, one after another and by 30 threads at the same time. */
record LargePayloadCheck(int rounds) implements StoreCheck {

  private static final int PAYLOADS = 30;
  private static final int LENGTH = 1 << 20;

  @Override
  public String name() {
    return "large";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    try (OpenStore open = store.open(folder);
        WriteAnswers answers = WriteAnswers.inMemory()) {
      long start = System.nanoTime();
      open.write(tables -> {
        tables.post(0, PAYLOADS, LENGTH);
        return PAYLOADS;
      });
      findings.addNumber(
          store, "30 payloads of 1 MB in one commit, ms", SpeedCheck.seconds(start) * 1000);
      start = System.nanoTime();
      new JobWriters(open, answers, new Load(PAYLOADS, 0, 1, LENGTH, false)).start().join();
      findings.addNumber(store, "30 threads with 1 MB each, ms", SpeedCheck.seconds(start) * 1000);
      findings.add(
          store,
          "large payloads: failed writes, lost writes, failed but there",
          answers.failures()
              + ", "
              + answers.lost(open.read(JobTables::states))
              + ", "
              + answers.failedButThere(open.read(JobTables::states)));
      findings.addNumber(store, "files with 60 payloads, MB", SpeedCheck.megabytes(store, folder));
    }
  }
}
