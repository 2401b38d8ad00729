// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.job.JobId;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryLogbookStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The logbook store in which a flow under test keeps its progress, with jobs that can be claimed.
 */
public interface FlowTestStore {

  LogbookStore store();

  /** Creates a job that can be claimed, for a flow that has no progress yet. */
  JobId newJob();

  /** Claims the job again, even if another executor holds it, and returns the fencing token. */
  long claim(JobId job);

  /** Returns a store in memory whose jobs exist only as ids. */
  static FlowTestStore inMemory() {
    InMemoryLogbookStore store = new InMemoryLogbookStore();
    AtomicLong tokens = new AtomicLong();
    return new FlowTestStore() {
      @Override
      public LogbookStore store() {
        return store;
      }

      @Override
      public JobId newJob() {
        return JobId.create(Instant.parse("2026-01-31T12:00:00Z"));
      }

      @Override
      public long claim(JobId job) {
        return tokens.incrementAndGet();
      }
    };
  }
}
