// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.Caller;
import dev.baton.error.UnavailableException;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the HTTP server in any order. */
@Isolated("checks the threads of the JVM")
final class ServerServicesStressTest {

  private static final ServerOptions OPTIONS = ServerOptions.at("127.0.0.1", 0);

  @Nested
  final class HttpServerStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 10;
    }

    @Override
    protected Subject create() {
      HttpServer server =
          new HttpServer(
              OPTIONS,
              List.of(),
              request -> Response.text("text/plain", "works"),
              request -> Caller.anonymous(),
              Tracer.OFF,
              Clock.system(),
              new SimpleMeterRegistry());
      return new Subject(
          server,
          () -> assertThat(answerOf(server)).isEqualTo("works"),
          () -> {
            // Without a port the server was never started.
            assertThatThrownBy(
                    () -> new Socket(InetAddress.getLoopbackAddress(), server.port()).close())
                .isInstanceOfAny(IllegalStateException.class, ConnectException.class);
            assertNoThreads("http");
          });
    }

    @Test
    void start_portInUse_isStopped() throws IOException {
      try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        HttpServer server =
            new HttpServer(
                ServerOptions.at("127.0.0.1", used.getLocalPort()),
                List.of(),
                request -> Response.text("text/plain", "works"),
                request -> Caller.anonymous(),
                Tracer.OFF,
                Clock.system(),
                new SimpleMeterRegistry());
        assertThatThrownBy(server::start)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("is it in use?");
        assertNoThreads("http");
        server.start();
        assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
      }
    }

    private static String answerOf(HttpServer server) {
      URI uri = server.uri().resolve("/any");
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /**
   * Each check causes a garbage collection, which the metrics count only between start and stop.
   */
  @Nested
  final class ServerMetricsStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 3;
    }

    @Override
    protected Subject create() {
      MeterRegistry registry = new SimpleMeterRegistry();
      ServerMetrics serverMetrics =
          ServerMetrics.of(registry, OPTIONS, new InMemoryBackend(Clock.system()), Clock.system());
      return new Subject(
          serverMetrics,
          () -> assertThat(countsCollection(registry)).isTrue(),
          () -> assertThat(countsCollection(registry)).isFalse());
    }

    private static boolean countsCollection(MeterRegistry registry) {
      long before = collections(registry);
      collectGarbage();
      return collections(registry) > before;
    }

    private static long collections(MeterRegistry registry) {
      return registry.find("jvm.gc.pause").timers().stream().mapToLong(Timer::count).sum();
    }

    /**
     * Returns when the listeners that were registered before have been notified of a collection.
     * The JVM notifies the listeners in the order of their registration.
     */
    @SuppressWarnings("SystemGc") // The test is about garbage collections.
    private static void collectGarbage() {
      // One check runs on an interrupted thread.
      boolean interrupted = Thread.interrupted();
      CountDownLatch collected = new CountDownLatch(1);
      NotificationListener listener = (notification, handback) -> collected.countDown();
      List<NotificationEmitter> collectors =
          ManagementFactory.getGarbageCollectorMXBeans().stream()
              .map(NotificationEmitter.class::cast)
              .toList();
      collectors.forEach(collector -> collector.addNotificationListener(listener, null, null));
      try {
        System.gc();
        assertThat(collected.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        collectors.forEach(collector -> remove(collector, listener));
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private static void remove(NotificationEmitter collector, NotificationListener listener) {
      try {
        collector.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }
}
