// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Watch;
import dev.baton.testkit.service.ConcurrentCalls;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * The contract of an engine for the life of engine jobs: they are created, run, end and are
 * deleted.
 */
public abstract class EngineLifeContract extends EngineTestSetup {

  @Test
  protected void create_programThatEndsWell_succeeds() {
    String name = newName();
    EngineJob made = run(shellSpec(name, "exit 0").label("team", "blue"));
    assertThat(made.name()).isEqualTo(name);
    assertThat(made.deleting()).isFalse();
    EngineStatus status = awaitEnd(name);
    assertThat(status.isSuccess()).isTrue();
    assertThat(List.of(status.active(), status.succeeded(), status.failed()))
        .containsExactly(0, 1, 0);
    assertThat(status.exitCode()).isZero();
    assertThat(status.reason()).isEqualTo(EngineReason.COMPLETED);
    assertThat(status.started()).isNotNull().isBeforeOrEqualTo(status.finished());
    assertThat(engine().find(name).orElseThrow().labels())
        .containsAllEntriesOf(Map.of("team", "blue", EngineLabels.INSTALLATION, INSTALLATION));
  }

  @Test
  protected void create_programThatFails_tellsItsExitCode() {
    String name = newName();
    run(shellSpec(name, "echo broken >&2; exit 3"));
    EngineStatus status = awaitEnd(name);
    assertThat(status.isSuccess()).isFalse();
    assertThat(List.of(status.active(), status.succeeded(), status.failed()))
        .containsExactly(0, 0, 1);
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.reason()).isEqualTo(EngineReason.EXIT_CODE);
    // The status of an engine job does not change after its end.
    assertThat(openOtherEngine().find(name).orElseThrow().status()).isEqualTo(status);
  }

  @Test
  protected void find_whileItRuns_isActive() {
    String name = startRunningJob();
    EngineStatus status = engine().find(name).orElseThrow().status();
    assertThat(status.active()).isEqualTo(1);
    assertThat(status.isOver()).isFalse();
    assertThat(status.exitCode()).isNull();
    assertThat(openOtherEngine().find(name).orElseThrow().status()).isEqualTo(status);
  }

  @Test
  protected void create_instances_runsThemOrRefuses() {
    EngineSpec spec =
        shellSpec(newName(), "exit 0").instances(new EngineInstances(2, null)).build();
    if (hasFeature(EngineFixture.Feature.INSTANCES)) {
      engine().create(spec);
      assertThat(awaitEnd(spec.name()).succeeded()).isEqualTo(2);
    } else {
      assertThatThrownBy(() -> engine().create(spec))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("instances");
      assertThat(engine().find(spec.name())).isEmpty();
    }
  }

  @Test
  protected void find_missing_isNone() {
    assertThat(engine().find(newName())).isEmpty();
  }

  @Test
  protected void logs_missing_isNotFound() {
    String name = newName();
    assertThatThrownBy(() -> lines(engine(), name, null)).isInstanceOf(NotFoundException.class);
  }

  @Test
  protected void prepare_whereAllIsThere_hasNothingToSayAndMakesNothing() {
    String name = newName();
    EngineSpec spec = shellSpec(name, "exit 0").build();
    assertThat(engine().prepare(spec)).isEmpty();
    assertThat(engine().find(name)).isEmpty();
    engine().create(spec);
    // An executor that takes over the job calls prepare again. Therefore prepare must also work
    // when the image is present.
    assertThat(openOtherEngine().prepare(spec)).isEmpty();
    assertThat(awaitEnd(name).isSuccess()).isTrue();
  }

  @Test
  protected void create_again_findsTheFirst() throws InterruptedException {
    String name = newName();
    run(shellSpec(name, "echo first"));
    awaitEnd(name);
    EngineJob second = openOtherEngine().create(shellSpec(name, "echo second; exit 1").build());
    assertThat(second.status()).isEqualTo(engine().find(name).orElseThrow().status());
    assertThat(second.status().isSuccess()).isTrue();
    assertThat(texts(name)).containsExactly("first");
  }

  @Test
  protected void create_byManyAtOnce_makesOne() throws InterruptedException {
    String name = newName();
    EngineSpec spec = shellSpec(name, "echo once").build();
    List<Engine> engines = List.of(engine(), openOtherEngine());
    List<String> made = ConcurrentCalls.run(8, i -> () -> engines.get(i % 2).create(spec).name());
    assertThat(made).hasSize(8).containsOnly(name);
    assertThat(engine().list().stream().map(EngineJob::name).filter(name::equals)).hasSize(1);
    awaitEnd(name);
    assertThat(texts(name)).containsExactly("once");
  }

  @Test
  protected void delete_whileItRuns_endsAndRemovesIt() {
    String name = startRunningJob();
    engine().delete(name);
    awaitGone(name);
    assertThat(engine().list().stream().map(EngineJob::name)).doesNotContain(name);
    assertThatThrownBy(() -> lines(engine(), name, null)).isInstanceOf(NotFoundException.class);
  }

  @Test
  protected void delete_twiceAndWhatIsNotThere_isNoError() {
    String name = startRunningJob();
    engine().delete(name);
    openOtherEngine().delete(name);
    awaitGone(name);
    engine().delete(name);
    assertThat(engine().find(name)).isEmpty();
  }

  @Test
  protected void create_afterItWasDeleted_makesAnother() throws InterruptedException {
    String name = newName();
    run(shellSpec(name, "echo first"));
    awaitEnd(name);
    engine().delete(name);
    awaitGone(name);
    run(shellSpec(name, "echo second"));
    awaitEnd(name);
    assertThat(texts(name)).containsExactly("second");
  }

  @Test
  protected void list_ofThisInstallation_hasWhatItMadeAndNothingElse() {
    String mine = startRunningJob();
    Engine stranger = openOtherEngine("somebody-else");
    assertThat(engine().list().stream().map(EngineJob::name)).contains(mine);
    assertThat(stranger.list().stream().map(EngineJob::name)).doesNotContain(mine);
    assertThat(stranger.find(mine)).isEmpty();
    stranger.delete(mine);
    assertThat(engine().find(mine).orElseThrow().deleting()).isFalse();
    assertThat(engine().find(mine).orElseThrow().status().isOver()).isFalse();
  }

  @Test
  protected void watch_whatChanges_isTold() {
    Queue<EngineEvent> told = new ConcurrentLinkedQueue<>();
    Queue<EngineEvent> toldOthers = new ConcurrentLinkedQueue<>();
    Watch other = engine().watch(toldOthers::add);
    try (Watch watch = engine().watch(told::add)) {
      String name = newName();
      run(shellSpec(name, "exit 4"));
      await().atMost(fixture().timeout()).until(() -> isToldOver(told, name));
      await().atMost(fixture().timeout()).until(() -> isToldOver(toldOthers, name));
      other.close();
      openOtherEngine().delete(name);
      await()
          .atMost(fixture().timeout())
          .until(() -> told.stream().anyMatch(new EngineEvent.Gone(name)::equals));
      assertThat(toldOthers).doesNotContain(new EngineEvent.Gone(name));
    }
  }

  @Test
  protected void check_engine_saysWhatItIs() {
    startRunningJob();
    EngineCheck check = engine().check();
    assertThat(check.product()).isNotBlank();
    assertThat(check.address()).isNotBlank();
    Long jobs = check.load().jobs();
    assertThat(jobs == null || jobs >= 1).isTrue();
  }

  @Test
  protected void close_twice_isNoErrorAndEndsNothing() {
    String name = startRunningJob();
    Engine second = openOtherEngine();
    second.watch(event -> {});
    second.close();
    second.close();
    assertThat(engine().find(name).orElseThrow().status().isOver()).isFalse();
  }

  private static boolean isToldOver(Queue<EngineEvent> told, String name) {
    return told.stream()
        .filter(EngineEvent.Changed.class::isInstance)
        .map(EngineEvent.Changed.class::cast)
        .map(EngineEvent.Changed::job)
        .anyMatch(job ->
            job.name().equals(name)
                && job.status().isOver()
                && Integer.valueOf(4).equals(job.status().exitCode()));
  }
}
