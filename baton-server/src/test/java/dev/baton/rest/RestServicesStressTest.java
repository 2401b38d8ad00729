// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.plugin.Catalogue;
import dev.baton.server.ServerOptions;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.WatchCountBackend;
import dev.baton.testkit.service.ServiceStress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the REST API in any order. */
@Isolated("checks the threads of the JVM")
final class RestServicesStressTest {

  private static final Duration SOON = Duration.ofMillis(5);

  @Nested
  final class EventFeedStress extends ServiceStress {
    @Override
    protected Subject create() {
      WatchCountBackend backend = new WatchCountBackend(Clock.system());
      EventFeed feed = new EventFeed(backend.history(), Clock.system());
      return new Subject(
          feed,
          () -> {
            EventSubscription subscription = feed.subscribe(event -> true);
            assertThat(subscription.isEnded()).isFalse();
            await().pollInterval(SOON).until(() -> backend.openWatches() == 1);
          },
          () -> {
            assertThat(backend.openWatches()).isZero();
            assertNoThreads("events");
          });
    }
  }

  @Nested
  final class ApiServerStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 5;
    }

    @Override
    protected Subject create() {
      WatchCountBackend backend = new WatchCountBackend(Clock.system());
      ApiServer server =
          ApiServer.create(
              ServerOptions.at("127.0.0.1", 0),
              backend,
              Catalogue.of(List.of(new TestPlugin())),
              Clock.system(),
              new SimpleMeterRegistry());
      return new Subject(
          server,
          () ->
              await()
                  .pollInterval(SOON)
                  .until(() -> server.port() > 0 && !backend.actions().all().isEmpty()),
          () -> assertNoThreads("http", "events", "sessions", "provide-actions"));
    }
  }
}
