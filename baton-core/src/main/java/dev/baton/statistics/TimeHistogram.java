// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counts durations by size. Histograms with the same bounds can be added, so quantiles of an hour
 * are computed from its minutes. Not thread-safe.
 */
public final class TimeHistogram {

  /**
   * The upper bounds in milliseconds, inclusive. A longer duration is counted after the last bound.
   * Each bound is at most two and a half times the bound before it, so a quantile is at most that
   * much too large.
   */
  public static final List<Long> BOUNDS =
      List.of(
          1L,
          2L,
          5L,
          10L,
          20L,
          50L,
          100L,
          200L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          20_000L,
          30_000L,
          60_000L,
          120_000L,
          300_000L,
          600_000L,
          1_200_000L,
          1_800_000L,
          3_600_000L,
          7_200_000L,
          10_800_000L,
          21_600_000L,
          43_200_000L,
          86_400_000L);

  /** The number of counts: one for each bound, and one for longer durations. */
  public static final int PLACES = BOUNDS.size() + 1;

  private final long[] counts = new long[PLACES];

  /** Counts one duration. A negative duration, which differing clocks cause, counts as zero. */
  public void add(Duration duration) {
    counts[place(Math.max(0, duration.toMillis()))]++;
  }

  private static int place(long millis) {
    int found = Collections.binarySearch(BOUNDS, millis);
    return found < 0 ? -found - 1 : found;
  }

  /** Adds the counts of another histogram. */
  public void addAll(TimeHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Returns the number of durations. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** Returns the number of durations up to each bound, and last the number of longer durations. */
  public List<Long> counts() {
    return Arrays.stream(counts).boxed().toList();
  }

  /**
   * Returns the bound below which this share of the durations lies, in milliseconds. For durations
   * beyond the last bound, returns the last bound.
   *
   * @param share more than 0, at most 1
   * @return empty if there are no durations
   */
  public OptionalLong quantile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count()));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return OptionalLong.of(BOUNDS.get(Math.min(i, BOUNDS.size() - 1)));
      }
    }
    return OptionalLong.empty();
  }

  /** Adds to the number of durations at a place of {@link #counts}. */
  public void add(int place, long count) {
    counts[place] += count;
  }
}
