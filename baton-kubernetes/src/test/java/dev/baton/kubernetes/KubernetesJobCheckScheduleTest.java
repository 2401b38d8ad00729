// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests when a watch checks which jobs. */
final class KubernetesJobCheckScheduleTest {

  private static final Duration IDLE = Duration.ofMinutes(5);

  private final ManualClock clock = new ManualClock();
  private final List<String> seen = new ArrayList<>();
  private final KubernetesJobCheckSchedule looks =
      new KubernetesJobCheckSchedule(clock::now, this::look);
  private boolean broken = true;

  private void look(String name) {
    seen.add(name);
    if (broken && name.equals("bad")) {
      throw new IllegalStateException("cannot be understood");
    }
  }

  @Test
  void checkThatFails_isRepeatedAndDoesNotDelayOthers() {
    List.of("a", "bad", "b", "c").forEach(looks::next);

    looks.run();
    assertThat(seen).containsExactlyInAnyOrder("a", "bad", "b", "c");
    assertThat(looks.untilNext(IDLE)).isEqualTo(KubernetesJobCheckSchedule.SOON);

    clock.advance(KubernetesJobCheckSchedule.SOON);
    broken = false;
    looks.run();
    assertThat(seen).hasSize(5).last().isEqualTo("bad");
    assertThat(looks.untilNext(IDLE)).isEqualTo(IDLE);
  }

  @Test
  void checkAtATime_isDoneThenOrWhenSomethingChangesBefore() {
    looks.at("a", clock.now().plusSeconds(60));
    looks.at("b", clock.now().plusSeconds(90));
    looks.run();
    assertThat(seen).isEmpty();
    assertThat(looks.untilNext(IDLE)).isEqualTo(Duration.ofSeconds(60));

    looks.next("b");
    looks.run();
    assertThat(seen).containsExactly("b");

    clock.advance(Duration.ofSeconds(90));
    assertThat(looks.untilNext(IDLE)).isZero();
    looks.run();
    assertThat(seen).containsExactly("b", "a");
  }
}
