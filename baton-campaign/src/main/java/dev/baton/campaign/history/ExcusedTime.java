// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Comparator;
import java.util.List;

/** Subtracts time that does not count, because a process had no processor time or a clock moved. */
final class ExcusedTime {

  private ExcusedTime() {}

  /** The part of an interval in which the process had no excuse; 0 for an empty interval. */
  static long runningNanos(long process, long from, long until, List<History.Excuse> excuses) {
    if (until <= from) {
      return 0;
    }
    long running = 0;
    long at = from;
    List<History.Excuse> own =
        excuses.stream()
            .filter(excuse -> excuse.process() == 0 || excuse.process() == process)
            .filter(excuse -> excuse.untilNanos() > from && excuse.fromNanos() < until)
            .sorted(Comparator.comparingLong(History.Excuse::fromNanos))
            .toList();
    for (History.Excuse excuse : own) {
      running += Math.max(0, excuse.fromNanos() - at);
      at = Math.max(at, excuse.untilNanos());
    }
    return running + Math.max(0, until - at);
  }
}
