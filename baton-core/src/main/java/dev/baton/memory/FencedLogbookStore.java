// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.List;
import java.util.Optional;

/**
 * The logbooks of the jobs in a table. A write of a flow checks the fencing token under the lock of
 * the table, so no executor can claim the job between the check and the write.
 */
record FencedLogbookStore(InMemoryJobTable table) implements LogbookStore {

  @Override
  public Optional<Logbook> find(JobId job) {
    return table.logbooks.find(job);
  }

  @Override
  public void write(FlowWrite write) {
    table.locked(() -> {
      table.checkRunning(write.flow().job(), write.token());
      table.logbooks.write(write);
    });
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    return table.logbooks.transitions(job, offset, limit);
  }

  @Override
  public boolean delete(JobId job) {
    return table.logbooks.delete(job);
  }
}
