// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobId;
import dev.baton.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger told = new AtomicInteger();
  private final List<String> heard = new ArrayList<>();
  private final Refusals refusals =
      new Refusals(
          clock,
          new Refusals.Listener() {
            @Override
            public void refusedAnew() {
              told.incrementAndGet();
            }

            @Override
            public void throwing(String capability, JobId job, Throwable thrown) {
              heard.add(capability + " throws " + thrown.getMessage());
            }

            @Override
            public void answering(String capability) {
              heard.add(capability + " answers");
            }
          });
  private final JobId first = JobId.create(clock.now());
  private final JobId second = JobId.create(clock.now());

  @Test
  void refused_again_keepsSinceAndTheNewestReason() {
    Instant since = clock.now();
    refusals.refused(first, "disk", "1 % free", null);
    clock.advance(Duration.ofSeconds(10));
    refusals.refused(first, "disk", "2 % free", null);
    assertThat(refusals.shown())
        .containsExactly(new CapabilityRefusal(first, "disk", "2 % free", since));
    assertThat(told).hasValue(1);
  }

  @Test
  void refused_byAnotherCapability_beginsAnew() {
    refusals.refused(first, "disk", "full", null);
    clock.advance(Duration.ofSeconds(10));
    refusals.refused(first, "gpu", "none", null);
    assertThat(refusals.shown())
        .containsExactly(new CapabilityRefusal(first, "gpu", "none", clock.now()));
    assertThat(told).hasValue(2);
  }

  @Test
  void admitted_isForgotten() {
    refusals.refused(first, "disk", "full", null);
    refusals.admitted(first);
    assertThat(refusals.shown()).isEmpty();
  }

  @Test
  void refused_thenNotAskedForAWhile_isForgotten() {
    refusals.refused(first, "disk", "full", null);
    clock.advance(Refusals.FORGET.plusSeconds(1));
    assertThat(refusals.shown()).isEmpty();
  }

  @Test
  void refused_many_showsThoseRefusedLongest() {
    refusals.refused(first, "disk", "full", null);
    for (int i = 0; i < Refusals.MAX_SHOWN; i++) {
      clock.advance(Duration.ofMillis(1));
      refusals.refused(JobId.create(clock.now()), "disk", "full", null);
    }
    assertThat(refusals.shown()).hasSize(Refusals.MAX_SHOWN);
    assertThat(refusals.shown().getFirst().job()).isEqualTo(first);
  }

  @Test
  void refused_becauseItThrows_isToldWhenItBeginsAndWhenItEnds() {
    Exception thrown = new IllegalStateException("no sensor");
    for (int pass = 0; pass < 10; pass++) {
      refusals.refused(first, "disk", "it threw", thrown);
      // Of another job it is only false: that does not end the series.
      refusals.refused(second, "disk", "full", null);
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(heard).containsExactly("disk throws no sensor");
    refusals.refused(first, "disk", "full", null);
    assertThat(heard).containsExactly("disk throws no sensor", "disk answers");
    refusals.refused(first, "disk", "it threw", thrown);
    clock.advance(Refusals.FORGET.plusSeconds(1));
    assertThat(refusals.shown()).isEmpty();
    assertThat(heard)
        .containsExactly(
            "disk throws no sensor", "disk answers", "disk throws no sensor", "disk answers");
  }

  @Test
  void reason_ofManyLines_isCutToOne() {
    CapabilityRefusal refusal =
        new CapabilityRefusal(first, "disk", "x".repeat(400) + "\nsecond", clock.now());
    assertThat(refusal.reason()).hasSize(301).endsWith("…");
  }
}
