// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops distributors in any order. */
@Isolated("checks the threads of the JVM")
final class DistributorStressTest extends ServiceStress {

  private static final class Ticking implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.distribution("tick", Schedule.every(Duration.ofHours(1)));
    }
  }

  @Override
  protected Subject create() {
    InMemoryBackend backend = new InMemoryBackend(Clock.system());
    Distributor distributor =
        Distributor.create(
            DistributorOptions.named("d1"),
            new DistributorPorts(
                backend.election(), backend.distributions(), backend.memberRegistry()),
            Catalogue.of(List.of(new Ticking())),
            new JobService(backend.jobs(), (spec, caller) -> spec, Clock.system()),
            Clock.system());
    return new Subject(
        distributor,
        () ->
            await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                    backend.distributions().all().stream().anyMatch(s -> s.lastTime() != null)),
        () -> {
          assertThat(backend.election().leaders(List.of("tick")).get("tick")).isNull();
          assertNoThreads("distributor", "heartbeat");
        });
  }
}
