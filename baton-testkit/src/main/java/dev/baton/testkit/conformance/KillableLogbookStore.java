// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.List;
import java.util.Optional;

/**
 * The logbook store of one simulated process. After the process is killed, every call throws {@link
 * SimulatedKill}.
 */
final class KillableLogbookStore implements LogbookStore {

  private final LogbookStore store;
  // Written by the thread that reaches the crash point, read by all threads of the killed process.
  private volatile boolean dead;

  KillableLogbookStore(LogbookStore store) {
    this.store = store;
  }

  void kill() {
    dead = true;
  }

  private LogbookStore alive() {
    if (dead) {
      throw new SimulatedKill();
    }
    return store;
  }

  @Override
  public Optional<Logbook> find(JobId job) {
    return alive().find(job);
  }

  @Override
  public void write(FlowWrite write) {
    alive().write(write);
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    return alive().transitions(job, offset, limit);
  }

  @Override
  public boolean delete(JobId job) {
    return alive().delete(job);
  }
}
