// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests leaders of a distribution that die, lose their store, or are overtaken by the next leader,
 * at each of their steps in turn.
 */
final class ScheduleCrashTest {

  /** More steps than a leader takes in any trial, as a bound for loops. */
  private static final int MANY_STEPS = 200;

  @ParameterizedTest
  @EnumSource
  void catchUp_whateverHappensToTwoLeaders_postsEachTimeOnce(ScheduleTrial.Fault fault) {
    for (ScheduleTrial trial : trials(MisfirePolicy.CATCH_UP, OverlapPolicy.ALLOW, fault)) {
      assertThat(trial.times()).as(trial.toString()).containsExactlyElementsOf(trial.due());
    }
  }

  @ParameterizedTest
  @EnumSource
  void runOnce_whateverHappensToTwoLeaders_postsOneRunForEachGroup(ScheduleTrial.Fault fault) {
    trials(MisfirePolicy.RUN_ONCE, OverlapPolicy.ALLOW, fault)
        .forEach(ScheduleCrashTest::hasOneRunForEachGroup);
  }

  @ParameterizedTest
  @EnumSource
  void runOnce_withoutOverlap_postsOneRunForEachGroup(ScheduleTrial.Fault fault) {
    trials(MisfirePolicy.RUN_ONCE, OverlapPolicy.SKIP, fault)
        .forEach(ScheduleCrashTest::hasOneRunForEachGroup);
  }

  @ParameterizedTest
  @EnumSource
  void skip_whateverHappensToTwoLeaders_postsWhatIsNotMissed(ScheduleTrial.Fault fault) {
    for (ScheduleTrial trial : trials(MisfirePolicy.SKIP, OverlapPolicy.ALLOW, fault)) {
      String what = trial.toString();
      assertThat(trial.times()).as(what).doesNotHaveDuplicates();
      assertThat(trial.times()).as(what).containsAll(trial.passedInUndisturbedTurns());
      assertThat(trial.runs())
          .as(what)
          .allMatch(run -> run.created().isBefore(run.time().plus(DueTimes.TOLERANCE)));
    }
  }

  /** Asserts that each run covers the times from its own time up to its creation. */
  private static void hasOneRunForEachGroup(ScheduleTrial trial) {
    List<ScheduleTrial.Run> expected = new ArrayList<>();
    List<ScheduleTrial.Run> runs = trial.runs();
    for (int i = 0, run = 0; i < trial.due().size() && run < runs.size(); run++) {
      ScheduleTrial.Run posted = new ScheduleTrial.Run(trial.due().get(i), runs.get(run).created());
      expected.add(posted);
      do {
        i++;
      } while (i < trial.due().size() && !trial.due().get(i).isAfter(posted.created()));
    }
    assertThat(runs).as(trial.toString()).isEqualTo(expected);
    // The last leader is never disturbed.
    assertThat(trial.times()).as(trial.toString()).endsWith(trial.due().getLast());
  }

  @Test
  void trials_ofEveryFault_disturbTheFirstLeaderAtEachOfItsSteps() {
    for (ScheduleTrial.Fault fault : ScheduleTrial.Fault.values()) {
      assertThat(trials(MisfirePolicy.RUN_ONCE, OverlapPolicy.ALLOW, fault)).hasSizeGreaterThan(60);
    }
  }

  /** Runs a trial for each pair of a step of the first leader and a step of the second leader. */
  private static List<ScheduleTrial> trials(
      MisfirePolicy misfirePolicy, OverlapPolicy overlapPolicy, ScheduleTrial.Fault fault) {
    List<ScheduleTrial> trials = new ArrayList<>();
    boolean firstWasHit = true;
    for (int first = 0; firstWasHit && first < MANY_STEPS; first++) {
      boolean secondWasHit = true;
      for (int second = 0; secondWasHit && second < MANY_STEPS; second++) {
        ScheduleTrial trial = ScheduleTrial.run(misfirePolicy, overlapPolicy, fault, first, second);
        trials.add(trial);
        firstWasHit = trial.hasHit(0);
        secondWasHit = trial.hasHit(1);
      }
    }
    return trials;
  }
}
