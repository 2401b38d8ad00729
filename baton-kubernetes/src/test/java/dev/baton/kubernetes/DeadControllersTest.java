// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.server.KubernetesServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests a timeout on a real cluster whose controllers do not run, so that nothing ends jobs. */
@Tag("integration")
@ResourceLock("kubernetes")
final class DeadControllersTest {

  private static final String NAME = "forgotten";
  private static final Duration BOUND = Duration.ofMinutes(4);

  @Test
  void timeout_thatNobodyKeeps_isKeptByWhoLooks() {
    KubernetesServer server = KubernetesServer.shared();
    try (Engine engine = open(server, Clock.system());
        // This engine's clock is ahead, because the test must not wait for a minute.
        Engine later = open(server, new ManualClock(Clock.system().now().plusSeconds(90)))) {
      engine.create(
          EngineSpec.named(NAME)
              .image(KubernetesServer.IMAGE)
              .command("sh", "-c", "exec sleep 300")
              .timeout(Duration.ofSeconds(20))
              .build());
      await().atMost(BOUND).until(() -> status(engine).started() != null);
      server.killControllers();
      try {
        assertThat(status(engine).isOver()).isFalse();
        later.find(NAME);
        await().atMost(BOUND).until(() -> status(engine).isOver());
        assertThat(status(engine).reason()).isEqualTo(EngineReason.TIMEOUT);
      } finally {
        server.startControllers();
      }
      EngineStatus over = status(engine);
      engine.delete(NAME);
      await().atMost(BOUND).until(() -> engine.find(NAME).isEmpty());
      assertThat(over.failed()).isEqualTo(1);
    }
  }

  private static EngineStatus status(Engine engine) {
    return engine.find(NAME).orElseThrow().status();
  }

  private static Engine open(KubernetesServer server, Clock clock) {
    return KubernetesEngine.open(
        new EngineOptions(
            "kubernetes",
            "forgetful",
            Path.of("unused"),
            KubernetesFixture.settings(server.kubeconfig()),
            clock));
  }
}
