// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.job.JobId;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryLogbookStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Where flows under test keep their progress. */
public interface FlowTestStore {

  LogbookStore store();

  /** A job that can be claimed, for a flow that has no progress yet. */
  JobId newJob();

  /** Claims the job anew, whoever held it before, and answers the token. */
  long claim(JobId job);

  /** Memory, without jobs. */
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
