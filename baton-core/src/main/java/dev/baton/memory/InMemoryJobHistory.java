// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import java.util.List;

record InMemoryJobHistory(InMemoryJobTable table) implements JobHistory {

  @Override
  public List<JobEvent> of(JobId job) {
    return table.locked(() -> {
      JobEntry entry = table.find(job);
      return entry == null ? List.of() : List.copyOf(entry.events);
    });
  }

  @Override
  public List<JobEvent> after(long number, int limit) {
    return table.locked(
        () -> table.events().tailMap(number, false).values().stream().limit(limit).toList());
  }

  @Override
  public long latest() {
    return table.locked(table::latestNumber);
  }

  @Override
  public Watch watch(Runnable onChange) {
    return table.historyWatchers.add(onChange);
  }
}
