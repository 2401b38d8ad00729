// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeHistogramTest {

  private final TimeHistogram histogram = new TimeHistogram();

  @Test
  void quantile_ofTimes_isTheBoundThatCoversTheShare() {
    assertThat(histogram.quantile(0.5)).isEmpty();
    for (int i = 1; i <= 100; i++) {
      histogram.add(Duration.ofMillis(i));
    }
    assertThat(histogram.count()).isEqualTo(100);
    assertThat(histogram.quantile(0.01)).hasValue(1);
    assertThat(histogram.quantile(0.5)).hasValue(50);
    assertThat(histogram.quantile(0.99)).hasValue(100);
    assertThat(histogram.quantile(1)).hasValue(100);
  }

  @Test
  void add_timesBeyondTheBounds_areCountedAtTheEnds() {
    histogram.add(Duration.ofMillis(-5));
    histogram.add(Duration.ofDays(3));
    assertThat(histogram.counts().getFirst()).isEqualTo(1);
    assertThat(histogram.counts().getLast()).isEqualTo(1);
    assertThat(histogram.quantile(1)).hasValue(TimeHistogram.BOUNDS.getLast());
  }

  @Test
  void bounds_ofTimes_areNeverFarApart() {
    for (int i = 1; i < TimeHistogram.BOUNDS.size(); i++) {
      double ratio = (double) TimeHistogram.BOUNDS.get(i) / TimeHistogram.BOUNDS.get(i - 1);
      assertThat(ratio).as("bound %s", TimeHistogram.BOUNDS.get(i)).isBetween(1.3, 2.5);
    }
  }

  @Test
  void add_atAPlace_countsAsOften() {
    histogram.add(2, 7);
    assertThat(histogram.count()).isEqualTo(7);
    assertThat(histogram.quantile(0.5)).hasValue(5);
  }
}
