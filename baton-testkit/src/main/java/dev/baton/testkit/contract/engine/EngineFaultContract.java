// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.engine.PullPolicy;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The contract of an engine for failures of engine jobs, of their creators and of the engine
 * itself.
 */
public abstract class EngineFaultContract extends EngineTestSetup {

  private static final long MEBIBYTE = 1 << 20;

  /** Doubles a text in the shell until the memory is used up. */
  private static final String GREEDY = "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done";

  @Test
  protected void memoryLimit_exceeded_isTheReason() {
    String name = newName();
    EngineSpec spec = shellSpec(name, GREEDY).memoryLimit(64 * MEBIBYTE).build();
    if (!hasFeature(EngineFixture.Feature.MEMORY_LIMIT)) {
      assertThatThrownBy(() -> engine().create(spec))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("memory-limit");
      assertThat(engine().find(name)).isEmpty();
      return;
    }
    engine().create(spec);
    EngineStatus status = awaitEnd(name);
    assertThat(status.failed()).isEqualTo(1);
    if (hasFeature(EngineFixture.Feature.MEMORY_REASON)) {
      assertThat(status.reason()).isEqualTo(EngineReason.OUT_OF_MEMORY);
    }
  }

  @Test
  protected void timeout_exceeded_endsIt() {
    String name = newName();
    run(
        shellSpec(name, "trap '' TERM; echo up; sleep 300 & wait; sleep 300")
            .timeout(Duration.ofSeconds(2)));
    EngineStatus status = awaitEnd(engine(), name, fixture().timeout().plusSeconds(60));
    assertThat(status.failed()).isEqualTo(1);
    assertThat(status.reason()).isEqualTo(EngineReason.TIMEOUT);
  }

  @Test
  protected void image_missing_isToldAtOnceOrInTheStatus() {
    String name = newName();
    EngineSpec spec =
        shellSpec(name, "echo never")
            .image(new EngineImage(missingImage(), PullPolicy.NEVER, List.of()))
            .build();
    if (!hasFeature(EngineFixture.Feature.IMAGES)) {
      assertThatThrownBy(() -> engine().create(spec))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("image");
      return;
    }
    try {
      engine().create(spec);
    } catch (NotFoundException e) {
      assertThat(e).hasMessageContaining(missingImage());
      assertThat(engine().find(name)).isEmpty();
      return;
    }
    EngineStatus status = awaitEnd(name);
    assertThat(status.reason()).isEqualTo(EngineReason.IMAGE_MISSING);
    assertThat(status.message()).contains(missingImage());
  }

  @Test
  protected void command_missing_isTheReason() {
    String name = newName();
    run(spec(name).command("/no/such/program", "argument"));
    EngineStatus status = awaitEnd(name);
    assertThat(status.failed()).isEqualTo(1);
    assertThat(status.reason()).isEqualTo(EngineReason.CANNOT_START);
    assertThat(status.message()).contains("/no/such/program");
  }

  @Test
  protected void program_killedFromWithin_tellsTheSignal() {
    String name = newName();
    run(shellSpec(name, "sh -c 'kill -9 $$'; exit $?"));
    assertThat(awaitEnd(name).exitCode()).isEqualTo(137);
  }

  @Test
  protected void creator_killed_leavesTheJobToOthers() throws Exception {
    String name = newName();
    String script =
        "i=0; while [ $i -lt 40 ]; do echo line $i; sleep 0.1; i=$((i+1)); done; exit 7";
    List<String> printed;
    try (EngineJobCreator creator = EngineJobCreator.start(fixture(), INSTALLATION, name, script)) {
      printed = creator.readThenKill(10);
    }
    assertThat(printed).hasSize(10);
    List<String> texts = new ArrayList<>(printed.stream().map(EngineJobCreator::text).toList());
    String last = EngineJobCreator.position(printed.getLast());
    texts.addAll(texts(lines(engine(), name, last)));
    assertThat(texts).isEqualTo(IntStream.range(0, 40).mapToObj(i -> "line " + i).toList());
    assertThat(awaitEnd(name).exitCode()).isEqualTo(7);
  }

  @Test
  protected void engine_away_isUnavailable() {
    assumeFeature(EngineFixture.Feature.SERVER);
    String name = newName();
    EngineSpec spec = shellSpec(name, "exit 0").build();
    try (Engine dead =
            fixture().engineFactory().open(INSTALLATION, fixture().settingsOfDeadServer());
        Watch watch = dead.watch(event -> {})) {
      assertThatThrownBy(() -> dead.create(spec)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> dead.find(name)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> dead.delete(name)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(dead::list).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(dead::check).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> lines(dead, name, null)).isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  protected void engine_restarted_losesAndDoublesNothing() throws InterruptedException {
    assumeFeature(EngineFixture.Feature.SERVER);
    String done = newName();
    run(shellSpec(done, "echo done; exit 6"));
    awaitEnd(done);
    String name = newName();
    run(
        shellSpec(
            name, "i=0; while [ $i -lt 80 ]; do echo $i; sleep 0.1; i=$((i+1)); done; exit 8"));
    Queue<EngineEvent> told = new ConcurrentLinkedQueue<>();
    try (Watch watch = engine().watch(told::add)) {
      fixture().restart();
      List<String> texts = followed(name);
      EngineStatus status = awaitEnd(name);
      if (hasFeature(EngineFixture.Feature.OUTLIVES_SERVER)) {
        assertThat(texts).isEqualTo(IntStream.range(0, 80).mapToObj(String::valueOf).toList());
        assertThat(status.exitCode()).isEqualTo(8);
      } else {
        assertThat(status.failed()).isEqualTo(1);
      }
      await()
          .atMost(fixture().timeout())
          .until(() -> told.stream().anyMatch(event -> isOver(event, name)));
    }
    assertThat(awaitEnd(done).exitCode()).isEqualTo(6);
    assertThat(texts(done)).containsExactly("done");
  }

  /**
   * Follows the log as a caller does: continues at the last position whenever the engine did not
   * answer.
   */
  private List<String> followed(String name) {
    List<String> texts = new ArrayList<>();
    String[] last = new String[1];
    await().atMost(fixture().timeout().plusSeconds(30)).until(() -> isFollowed(name, texts, last));
    return texts;
  }

  private boolean isFollowed(String name, List<String> texts, @Nullable String[] last)
      throws InterruptedException {
    try {
      engine()
          .logs(
              name,
              last[0],
              line -> {
                texts.add(line.text());
                last[0] = line.position();
              });
      return true;
    } catch (UnavailableException e) {
      return false;
    }
  }

  private String missingImage() {
    return hasFeature(EngineFixture.Feature.IMAGES) ? fixture().missingImage() : "no/such:image";
  }

  private static boolean isOver(EngineEvent event, String name) {
    return event instanceof EngineEvent.Changed changed
        && changed.name().equals(name)
        && changed.job().status().isOver();
  }
}
