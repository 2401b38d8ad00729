// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.job.JobId;
import dev.baton.logbook.LogbookStore;
import dev.baton.runner.FlowOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Flows whose process dies at any write, on a real backend: each comes to the same end. How many
 * flows, the property {@code baton.crash.flows} says.
 */
public abstract class FlowCrashContract extends BackendContract {

  private static final int FEW = 2;

  @Test
  protected void randomFlows_whenTheProcessDiesAtAnyWrite_comeToTheSameEnd(TestReporter reporter)
      throws InterruptedException {
    int flows = Integer.getInteger("baton.crash.flows", FEW);
    Bed bed = new Bed();
    FlowEffects effects = new FlowEffects(bed.store());
    int crashes = 0;
    for (long seed = 1; seed <= flows; seed++) {
      long now = seed;
      crashes +=
          CrashEveryWrite.of(() -> new RandomFlow(now, effects).make())
              .on(bed)
              .options(FlowOptions.DEFAULT.serial())
              .fresh(effects::clear)
              .finished(effects::check)
              .verify();
    }
    assertThat(crashes).isPositive();
    reporter.publishEntry(Map.of("flows", "" + flows, "crashes", "" + crashes));
  }

  @Test
  protected void branches_whenTheProcessDiesWhileOneRunsAndAnotherHasFailed_leaveNothingBehind()
      throws InterruptedException {
    FailWhileRunning trial = new FailWhileRunning(new Bed());
    trial.verifyUndone(FlowOptions.Commits.GROUPED);
    trial.verifyMadeGood(FlowOptions.Commits.GROUPED);
    trial.verifyRepeated(FlowOptions.Commits.GROUPED);
  }

  /** One job at a time; each claim is by another executor, while the one before is gone. */
  private final class Bed implements FlowBed {
    private @Nullable Claims stay;
    private @Nullable Claim claim;
    private int executors;

    @Override
    public LogbookStore store() {
      return backend().logbook().orElseThrow();
    }

    @Override
    public JobId newJob() {
      if (claim != null) {
        backend().jobs().write(success(claim));
        claim = null;
      }
      return post(job()).id();
    }

    @Override
    public long claim(JobId job) {
      if (stay != null) {
        stay.close();
      }
      stay = join("executor-" + executors++);
      claim = claimOne(stay);
      assertThat(claim.job().id()).isEqualTo(job);
      return claim.token();
    }
  }
}
