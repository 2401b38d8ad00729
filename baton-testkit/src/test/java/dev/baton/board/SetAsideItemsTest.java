// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests for how long items are set aside. */
final class SetAsideItemsTest {

  private static final Duration LEAST = Duration.ofSeconds(2);

  private final ManualClock clock = new ManualClock();
  private final SetAsideItems<String> items = new SetAsideItems<>(clock, LEAST);

  @Test
  void add_setsAside_forTheMinimumTimeAndUpToTwiceAsLong() {
    items.add("a");
    clock.advance(LEAST.minusNanos(1));
    assertThat(items.contains("a")).isTrue();
    clock.advance(LEAST.plusNanos(1));
    assertThat(items.contains("a")).isFalse();
  }

  @Test
  void tryAdd_setsAside_forTheMinimumTimeExactly() {
    assertThat(items.tryAdd("a")).isTrue();
    clock.advance(LEAST.minusNanos(1));
    assertThat(items.tryAdd("a")).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(items.tryAdd("a")).isTrue();
  }

  @Test
  void remove_endsTheTime() {
    items.add("a");
    items.remove("a");
    assertThat(items.contains("a")).isFalse();
    assertThat(items.tryAdd("a")).isTrue();
  }
}
