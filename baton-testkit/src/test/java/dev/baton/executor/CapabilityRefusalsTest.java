// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobId;
import dev.baton.member.CapabilityRefusal;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CapabilityRefusalsTest {

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger told = new AtomicInteger();
  private final List<String> heard = new ArrayList<>();
  private final CapabilityRefusals capabilityRefusals =
      new CapabilityRefusals(
          clock,
          new CapabilityRefusals.Listener() {
            @Override
            public void refusedAgain() {
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
    capabilityRefusals.refused(first, "disk", "1 % free", null);
    clock.advance(Duration.ofSeconds(10));
    capabilityRefusals.refused(first, "disk", "2 % free", null);
    assertThat(capabilityRefusals.shown())
        .containsExactly(new CapabilityRefusal(first, "disk", "2 % free", since));
    assertThat(told).hasValue(1);
  }

  @Test
  void refused_byAnotherCapability_beginsAgain() {
    capabilityRefusals.refused(first, "disk", "full", null);
    clock.advance(Duration.ofSeconds(10));
    capabilityRefusals.refused(first, "gpu", "none", null);
    assertThat(capabilityRefusals.shown())
        .containsExactly(new CapabilityRefusal(first, "gpu", "none", clock.now()));
    assertThat(told).hasValue(2);
  }

  @Test
  void admitted_isForgotten() {
    capabilityRefusals.refused(first, "disk", "full", null);
    capabilityRefusals.admitted(first);
    assertThat(capabilityRefusals.shown()).isEmpty();
  }

  @Test
  void refused_thenNotAskedForAWhile_isForgotten() {
    capabilityRefusals.refused(first, "disk", "full", null);
    clock.advance(CapabilityRefusals.EXPIRE_AFTER.plusSeconds(1));
    assertThat(capabilityRefusals.shown()).isEmpty();
  }

  @Test
  void refused_many_showsThoseRefusedLongest() {
    capabilityRefusals.refused(first, "disk", "full", null);
    for (int i = 0; i < CapabilityRefusals.MAX_SHOWN; i++) {
      clock.advance(Duration.ofMillis(1));
      capabilityRefusals.refused(JobId.create(clock.now()), "disk", "full", null);
    }
    assertThat(capabilityRefusals.shown()).hasSize(CapabilityRefusals.MAX_SHOWN);
    assertThat(capabilityRefusals.shown().getFirst().job()).isEqualTo(first);
  }

  @Test
  void refused_becauseItThrows_isToldWhenItBeginsAndWhenItEnds() {
    Exception thrown = new IllegalStateException("no sensor");
    for (int pass = 0; pass < 10; pass++) {
      capabilityRefusals.refused(first, "disk", "it threw", thrown);
      // For the other job, the capability only answers false. That does not end the series of
      // errors.
      capabilityRefusals.refused(second, "disk", "full", null);
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(heard).containsExactly("disk throws no sensor");
    capabilityRefusals.refused(first, "disk", "full", null);
    assertThat(heard).containsExactly("disk throws no sensor", "disk answers");
    capabilityRefusals.refused(first, "disk", "it threw", thrown);
    clock.advance(CapabilityRefusals.EXPIRE_AFTER.plusSeconds(1));
    assertThat(capabilityRefusals.shown()).isEmpty();
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
