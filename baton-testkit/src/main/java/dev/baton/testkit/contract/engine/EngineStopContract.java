// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract of an engine for stopping programs, and for separating engines and installations.
 */
public abstract class EngineStopContract extends EngineTestSetup {

  private static final String UNTIL_TOLD =
      "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.1; done";

  @Test
  protected void stop_whileItRuns_leavesTheRestOfTheOutputAndTheEndToBeRead() throws Exception {
    String name = newName();
    run(shellSpec(name, UNTIL_TOLD));
    // The first line of output shows that the program has installed its signal handler.
    assertThatThrownBy(() ->
            engine()
                .logs(
                    name,
                    null,
                    line -> {
                      throw new IllegalStateException(line.text());
                    }))
        .hasMessage("up");
    engine().stop(name);
    engine().stop(name);
    List<String> texts = texts(name);
    EngineStatus status = awaitEnd(name);
    assertThat(status.isSuccess()).isFalse();
    assertThat(texts).contains("bye");
    assertThat(engine().find(name).orElseThrow().deleting()).isFalse();
  }

  @Test
  protected void stop_whatIsOverOrNotThere_changesNothing() {
    String name = newName();
    run(shellSpec(name, "exit 3"));
    EngineStatus status = awaitEnd(name);
    engine().stop(name);
    engine().stop(newName());
    assertThat(engine().find(name).orElseThrow().status()).isEqualTo(status);
  }

  @Test
  protected void uid_ofAJobMadeAgain_isAnother() {
    String name = newName();
    String first = run(shellSpec(name, "exit 0")).uid();
    assertThat(first).matches("[!-9;-~]{1,64}");
    assertThat(run(shellSpec(name, "exit 0")).uid()).isEqualTo(first);
    assertThat(openOtherEngine().find(name).map(EngineJob::uid)).contains(first);
    assertThat(engine().list()).extracting(EngineJob::uid).contains(first);
    awaitEnd(name);
    engine().delete(name);
    awaitGone(name);
    assertThat(run(shellSpec(name, "exit 0")).uid()).isNotEqualTo(first);
  }

  @Test
  protected void place_ofAnEngine_isTheSameForAll() {
    EnginePlace place = engine().place();
    assertThat(place.identity()).isNotBlank().hasSizeLessThanOrEqualTo(500);
    assertThat(place.address()).isNotBlank();
    try (Engine other = openOtherEngine()) {
      assertThat(other.place()).isEqualTo(place);
    }
  }

  @Test
  protected void check_ofAnEngineThatWorks_allowsWhatIsNeeded() {
    assertThat(engine().check().operations()).noneMatch(EngineCheck.Operation::isMissing);
  }
}
