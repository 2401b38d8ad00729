// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
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
  void text_ofAHistogram_isReadBack() {
    histogram.add(Duration.ofMillis(7));
    histogram.add(Duration.ofMillis(7));
    histogram.add(Duration.ofDays(3));
    TimeHistogram read = new TimeHistogram();
    read.addText(histogram.toText());
    assertThat(read.counts()).isEqualTo(histogram.counts());
    read.addText("");
    assertThat(read.count()).isEqualTo(3);
    assertThatThrownBy(() -> read.addText("99:1")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> read.addText("x")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void text_ofFullCounts_fitsItsColumn() {
    TimeHistogram full = new TimeHistogram();
    for (int i = 0; i < TimeHistogram.BOUNDS.size() + 1; i++) {
      full.addText(i + ":" + Long.MAX_VALUE / 2);
    }
    assertThat(full.toText()).hasSizeLessThan(1000);
  }
}
