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
 * Leaders of a distribution that die, lose their store, or are overtaken by the next leader, at
 * every step that they take, one after the other.
 */
final class ScheduleCrashTest {

  /** More than a leader takes in any trial, so that a loop ends. */
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

  /** Each run is for the times from its own on that had passed when it was created. */
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
    // The last leader was not disturbed at all.
    assertThat(trial.times()).as(trial.toString()).endsWith(trial.due().getLast());
  }

  @Test
  void trials_ofEveryFault_disturbTheFirstLeaderAtEachOfItsSteps() {
    for (ScheduleTrial.Fault fault : ScheduleTrial.Fault.values()) {
      assertThat(trials(MisfirePolicy.RUN_ONCE, OverlapPolicy.ALLOW, fault)).hasSizeGreaterThan(60);
    }
  }

  /** A trial for each step of the first leader and, for each of these, each step of the second. */
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
