// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineSpec;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.testkit.server.DockerServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a daemon whose containers end with it. */
@Tag("integration")
final class DockerDaemonKillTest {

  private static final int COUNT = 5;
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  @Test
  void daemon_killedAndStartedAgain_losesAndDoublesNothing() throws InterruptedException {
    DockerTestEngineFactory recipe = new DockerTestEngineFactory();
    try (DockerServer server = DockerServer.withoutLiveRestore();
        Engine engine =
            recipe.open(
                "mortal",
                Map.of("host", server.address(), "network", "none", "stop-grace", "PT0S"))) {
      Set<String> over = ConcurrentHashMap.newKeySet();
      try (Watch watch = engine.watch(event -> note(over, event))) {
        List<EngineSpec> specs = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
          specs.add(
              recipe
                  .spec("mortal-" + i, Map.of())
                  .command("sh", "-c", "echo once; exec sleep 300")
                  .build());
        }
        specs.forEach(engine::create);
        server.kill();
        assertThatThrownBy(engine::list).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> engine.create(specs.getFirst()))
            .isInstanceOf(UnavailableException.class);
        server.start();
        await().atMost(TIMEOUT).until(() -> over.size() == COUNT);
        assertThat(engine.list()).hasSize(COUNT).allMatch(job -> job.status().failed() == 1);
        // A repeated creation finds the old container and does not run it again.
        for (EngineSpec spec : specs) {
          EngineJob job = engine.create(spec);
          assertThat(job.status().exitCode()).isNotZero();
          List<String> lines = new ArrayList<>();
          engine.logs(spec.name(), null, line -> lines.add(line.text()));
          assertThat(lines).containsExactly("once");
        }
      }
    }
  }

  private static void note(Set<String> over, EngineEvent event) {
    if (event instanceof EngineEvent.Changed changed && changed.job().status().isOver()) {
      over.add(changed.name());
    }
  }
}
