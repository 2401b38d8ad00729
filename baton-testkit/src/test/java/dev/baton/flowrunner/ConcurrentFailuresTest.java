// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flow.Flow;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests several failures in one pass. */
class ConcurrentFailuresTest {

  private final InMemoryFlowJob stage = new InMemoryFlowJob();
  private final List<String> executed = new ArrayList<>();

  private Task<Object> step(String name) {
    return Task.named(name)
        .execute(task -> {
          executed.add(name);
          return name;
        });
  }

  private Task<Object> failing(String name) {
    return step(name)
        .execute(task -> {
          throw new IllegalStateException(name);
        });
  }

  @Test
  void run_whenAPartWouldRetryWhileTheWholeIsGivenUp_revertsEverything() throws Exception {
    Flow retried = Flow.linear("part").retry(Retry.times(3).named("r")).add(failing("again"));
    Flow givenUp = Flow.linear("rest").add(step("before"), failing("never").priority(1));

    FlowOutcome outcome = stage.run(Flow.unordered("whole").add(givenUp, retried));

    assertThat(outcome).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(stage.logbook().atoms().values())
        .extracting(AtomDetail::state)
        .containsOnly(AtomState.REVERTED);
  }

  @Test
  void run_whenSomethingHaltsInTheSamePass_startsNothingMore() throws Exception {
    Flow flow =
        Flow.unordered("whole")
            .add(Flow.linear("good").add(step("first"), step("second")), failing("bad"));

    FlowOutcome outcome =
        stage.opening(flow).options(stage.options.withNeverResolve(true)).open().run();

    assertThat(outcome).isInstanceOf(FlowOutcome.Failed.class);
    assertThat(executed).containsExactly("first");
  }
}
