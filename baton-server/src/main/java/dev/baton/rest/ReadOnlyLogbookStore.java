// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.List;
import java.util.Optional;

/**
 * Reads from another logbook store and drops writes, so that an operation on a flow can be tried
 * without effect.
 */
record ReadOnlyLogbookStore(LogbookStore store) implements LogbookStore {

  @Override
  public Optional<Logbook> find(JobId job) {
    return store.find(job);
  }

  @Override
  public void write(FlowWrite write) {
    // The write is dropped. Only the executor that holds the claim of the job may write.
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    return store.transitions(job, offset, limit);
  }

  @Override
  public boolean delete(JobId job) {
    return false;
  }
}
