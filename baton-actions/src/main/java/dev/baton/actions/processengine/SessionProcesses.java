// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Finds and kills the processes of sessions.
 *
 * @param sessions the process numbers of the sessions' leaders
 */
record SessionProcesses(Set<Long> sessions) {

  /** A process may create others while it is found, so the search is repeated. */
  private static final int PASSES = 10;

  /** Above so many numbers, a list of all processes is cheaper than a look at each number. */
  private static final long MOST_NUMBERS = 2000;

  /**
   * Returns the sessions whose leaders are gone. A process that has the number of a leader now is
   * another one, and the kernel reuses the number only after the last process of the session.
   */
  static SessionProcesses of(Collection<Long> ended) {
    return new SessionProcesses(
        ended.stream()
            .filter(session -> ProcessState.read(session).isEmpty())
            .collect(Collectors.toSet()));
  }

  /**
   * Kills all processes of the sessions.
   *
   * @param created how many processes and threads the host has created since the first of the
   *     sessions began, at most
   */
  void killAll(long created) {
    if (!sessions.isEmpty() && kill(ProcessIds.since(created, sessions, MOST_NUMBERS))) {
      killAll();
    }
  }

  /** Kills all processes of the sessions, however old they are. */
  void killAll() {
    boolean found = true;
    for (int pass = 0; found && pass < PASSES; pass++) {
      found = kill(ProcessIds.all());
    }
  }

  /** Kills the processes among these numbers that belong to the sessions; false if none does. */
  private boolean kill(LongStream numbers) {
    Set<Long> killed = new HashSet<>();
    numbers
        .filter(this::belongs)
        .forEach(number -> {
          // The handle holds the start time of the process, so that the kill cannot reach a later
          // process with the same number.
          ProcessHandle.of(number)
              .filter(process -> belongs(number))
              .filter(ProcessHandle::destroyForcibly)
              .ifPresent(process -> killed.add(number));
        });
    return !killed.isEmpty();
  }

  private boolean belongs(long number) {
    return ProcessState.read(number)
        .filter(stat -> sessions.contains(stat.session()) && !stat.isOver())
        .isPresent();
  }
}
