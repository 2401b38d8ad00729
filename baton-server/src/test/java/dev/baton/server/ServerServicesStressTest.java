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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
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

  @Nested
  final class ServerMetricsStress extends ServiceStress {
    @Override
    protected Subject create() {
      ServerMetrics serverMetrics =
          ServerMetrics.of(
              new SimpleMeterRegistry(),
              OPTIONS,
              new InMemoryBackend(Clock.system()),
              Clock.system());
      return new Subject(
          serverMetrics,
          () -> assertThat(serverMetrics.registry().getMeters()).isNotEmpty(),
          () -> {});
    }
  }
}
