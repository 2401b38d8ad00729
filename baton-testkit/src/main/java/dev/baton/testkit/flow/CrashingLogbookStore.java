// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.List;
import java.util.Optional;

/**
 * A logbook store that simulates the death of the process at the n-th write, before or after the
 * write is durable.
 */
final class CrashingLogbookStore implements LogbookStore {

  /** An {@link Error}, so that code that handles exceptions does not catch it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(long write) {
      super("crash at write " + write, null, false, false);
    }
  }

  private final LogbookStore store;
  private final long fatal;
  private final boolean keepsFatal;
  private long writes;

  /**
   * @param fatal the number of the fatal write, from 1; 0 for none
   * @param keepsFatal whether the fatal write is durable
   */
  CrashingLogbookStore(LogbookStore store, long fatal, boolean keepsFatal) {
    this.store = store;
    this.fatal = fatal;
    this.keepsFatal = keepsFatal;
  }

  /** Returns the number of durable writes. */
  synchronized long writes() {
    return writes;
  }

  @Override
  public synchronized void write(FlowWrite write) {
    boolean dies = fatal != 0 && writes + 1 >= fatal;
    if (!dies || (keepsFatal && writes + 1 == fatal)) {
      store.write(write);
      writes++;
    }
    if (dies) {
      throw new Crash(fatal);
    }
  }

  @Override
  public Optional<Logbook> find(JobId job) {
    return store.find(job);
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    return store.transitions(job, offset, limit);
  }

  @Override
  public boolean delete(JobId job) {
    return store.delete(job);
  }
}
