// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.error.NotFoundException;
import dev.baton.testkit.service.ConcurrentCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of engines that can run many instances of a program as one engine job. */
public abstract class EngineInstancesContract extends EngineTestSetup {

  private static final String ITS_NUMBER = "echo \"I am $" + EngineInstances.VARIABLE + "\"; ";

  private EngineSpecBuilder many(int count, @Nullable Integer atOnce, String script) {
    return shellSpec(newName(), ITS_NUMBER + script).instances(new EngineInstances(count, atOnce));
  }

  @Test
  protected void create_manyThatEndWell_succeedsWhenAllHave() throws InterruptedException {
    EngineSpec spec = many(5, 2, "exit 0").build();
    engine().create(spec);
    EngineStatus status = awaitEnd(spec.name());
    assertThat(status.isSuccess()).as(status.toString()).isTrue();
    assertThat(List.of(status.active(), status.succeeded(), status.failed()))
        .containsExactly(0, 5, 0);
    assertThat(status.exitCode()).isZero();
    assertThat(status.started()).isNotNull().isBeforeOrEqualTo(status.finished());
    assertThat(texts(spec.name()))
        .containsExactlyElementsOf(
            IntStream.range(0, 5).mapToObj(i -> "[" + i + "] I am " + i).toList());
  }

  @Test
  protected void create_someThatFail_failsWithTheFirstAndLetsTheOthersEnd() {
    EngineSpec spec =
        many(5, null, "case $BATON_INSTANCE in 1) exit 3;; 3) exit 4;; esac; sleep 1").build();
    engine().create(spec);
    EngineStatus status = awaitEnd(spec.name());
    assertThat(List.of(status.active(), status.succeeded(), status.failed()))
        .containsExactly(0, 3, 2);
    assertThat(status.reason()).isEqualTo(EngineReason.EXIT_CODE);
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.message()).contains("2 of 5 instances failed: 1, 3");
    // The status of an engine job does not change after its end.
    assertThat(openOtherEngine().find(spec.name()).orElseThrow().status()).isEqualTo(status);
  }

  @Test
  protected void find_whileSomeRun_countsThem() {
    EngineSpec spec = many(3, null, "[ $BATON_INSTANCE = 1 ] || exec sleep 300").build();
    engine().create(spec);
    EngineStatus status =
        await()
            .atMost(fixture().timeout())
            .until(
                () -> engine().find(spec.name()).orElseThrow().status(),
                now -> now.succeeded() == 1 && now.started() != null);
    assertThat(status.isOver()).isFalse();
    assertThat(status.active()).isEqualTo(2);
    engine().delete(spec.name());
    awaitGone(spec.name());
    assertThatThrownBy(() -> lines(engine(), spec.name(), null))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  protected void create_again_startsNoneTwice() throws InterruptedException {
    EngineSpec spec = many(4, 1, "echo over >&2").build();
    List<String> made = ConcurrentCalls.run(4, i -> () -> openOtherEngine().create(spec).name());
    assertThat(made).containsOnly(spec.name());
    awaitEnd(spec.name());
    engine().create(spec);
    assertThat(texts(spec.name())).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  protected void logs_fromAnyLine_continueWithTheNext() throws InterruptedException {
    EngineSpec spec = many(3, null, "seq 1 40; seq 41 50 | tr -d '\\n'").build();
    engine().create(spec);
    List<EngineLine> all = lines(engine(), spec.name(), null);
    assertThat(all).hasSize(3 * 42);
    for (int read = 1; read < all.size(); read += 7) {
      List<EngineLine> rest = lines(openOtherEngine(), spec.name(), all.get(read - 1).position());
      List<EngineLine> together = new ArrayList<>(all.subList(0, read));
      together.addAll(rest);
      assertThat(together).containsExactlyElementsOf(all);
    }
  }
}
