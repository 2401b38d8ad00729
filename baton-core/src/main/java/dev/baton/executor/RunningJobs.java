// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Mutex;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * All runs of an executor, of all its sessions. A run whose thread was abandoned occupies its slot
 * until the thread ends, but nobody waits for it.
 */
final class RunningJobs {

  private final Set<RunningJob> all = ConcurrentHashMap.newKeySet();
  private final Set<RunningJob> leaked = ConcurrentHashMap.newKeySet();
  private final Runnable onFreeSlot;
  private final Mutex lock = new Mutex();
  private final Condition changed = lock.newCondition();

  RunningJobs(Runnable onFreeSlot) {
    this.onFreeSlot = onFreeSlot;
  }

  void add(RunningJob runningJob) {
    all.add(runningJob);
  }

  /** Removes a run that is finished and whose thread is about to end. */
  void remove(RunningJob runningJob) {
    leaked.remove(runningJob);
    all.remove(runningJob);
    signal();
    onFreeSlot.run();
  }

  /**
   * Marks the run as one whose thread was abandoned; {@link #awaitQuiet} no longer waits for it.
   */
  void leaveThread(RunningJob runningJob) {
    leaked.add(runningJob);
    signal();
  }

  int size() {
    return all.size();
  }

  List<RunningJob> list() {
    return List.copyOf(all);
  }

  /**
   * Waits until all runs have ended, except those whose thread was abandoned, or until {@code
   * noLonger} is true.
   */
  void awaitQuiet(BooleanSupplier noLonger) {
    lock.run(() -> {
      while (all.size() > leaked.size() && !noLonger.getAsBoolean()) {
        changed.awaitUninterruptibly();
      }
    });
  }

  /** Makes the waiting threads check their conditions again. */
  void signal() {
    lock.run(changed::signalAll);
  }
}
