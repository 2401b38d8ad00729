// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.service;

import dev.baton.service.Threads;
import dev.baton.testkit.clock.RealTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds virtual threads that wait for a pipe. Each of them holds one of the few carrier threads, on
 * which all virtual threads of the process run.
 */
public final class HeldCarriers {

  private static final Set<String> STREAMS =
      Set.of("java.io.FileInputStream", "java.io.FileOutputStream");
  private static final int LOOKS = 5;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private HeldCarriers() {}

  /**
   * Returns the names of the virtual threads that are in a read or write of a pipe all the time,
   * for half a second. Only threads of {@link Threads} are found.
   */
  public static List<String> names() {
    List<Thread> held = new ArrayList<>(Threads.runningVirtual());
    for (int look = 0; look < LOOKS; look++) {
      held.removeIf(thread -> !usesStream(thread));
      RealTime.pass(PAUSE);
    }
    return held.stream().map(Thread::getName).toList();
  }

  private static boolean usesStream(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(3)
        .anyMatch(frame -> STREAMS.contains(frame.getClassName()));
  }
}
