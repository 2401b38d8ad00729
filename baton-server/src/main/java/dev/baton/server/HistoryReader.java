// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the new events of the job history. Transactions can commit in another order than their
 * event numbers, so an event with a smaller number can appear later. Therefore missing numbers are
 * read again for ten seconds. Not thread-safe.
 */
public final class HistoryReader {

  private static final long TIMEOUT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int PAGE = 1000;
  private static final int MAX_PAGES = 20;
  private static final int MAX_GAPS = 1000;

  /**
   * Numbers that are missing so far. The first of them is the key in the map.
   *
   * @param to the last missing number
   * @param since when the gap was found, in nanoseconds of the clock
   */
  private record Gap(long to, long since) {}

  private final JobHistory history;
  private final Clock clock;
  private final TreeMap<Long, Gap> gaps = new TreeMap<>();
  private long greatest;

  /** Creates a reader that starts after the given number. */
  public HistoryReader(JobHistory history, Clock clock, long after) {
    this.history = history;
    this.clock = clock;
    this.greatest = after;
  }

  /**
   * Returns events that were not read before. If there are very many, returns only the first of
   * them.
   */
  public List<JobEvent> read() {
    forgetOldGaps();
    long at = gaps.isEmpty() ? greatest : gaps.firstKey() - 1;
    List<JobEvent> fresh = new ArrayList<>();
    for (int page = 0; page < MAX_PAGES; page++) {
      List<JobEvent> events = history.after(at, PAGE);
      events.stream().filter(this::isNew).forEach(fresh::add);
      if (events.size() < PAGE) {
        break;
      }
      at = events.getLast().number();
    }
    return fresh;
  }

  /** Whether numbers are missing. If so, the calling code should read again soon. */
  public boolean hasGaps() {
    return !gaps.isEmpty();
  }

  private boolean isNew(JobEvent event) {
    long number = event.number();
    if (number > greatest) {
      if (number > greatest + 1) {
        gaps.put(greatest + 1, new Gap(number - 1, clock.nanos()));
      }
      greatest = number;
      return true;
    }
    return fill(number);
  }

  private boolean fill(long number) {
    Map.Entry<Long, Gap> entry = gaps.floorEntry(number);
    if (entry == null || entry.getValue().to() < number) {
      return false;
    }
    Gap gap = entry.getValue();
    gaps.remove(entry.getKey());
    if (entry.getKey() < number) {
      gaps.put(entry.getKey(), new Gap(number - 1, gap.since()));
    }
    if (number < gap.to()) {
      gaps.put(number + 1, gap);
    }
    return true;
  }

  /**
   * Gives up old missing numbers. A number that has not appeared in time belongs to a transaction
   * that was rolled back.
   */
  private void forgetOldGaps() {
    gaps.values().removeIf(gap -> clock.nanos() - gap.since() > TIMEOUT_NANOS);
    while (gaps.size() > MAX_GAPS) {
      gaps.pollFirstEntry();
    }
  }
}
