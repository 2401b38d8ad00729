// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the Docker engine in any order. */
@Isolated("checks the threads of the JVM")
final class DockerServicesStressTest {

  /** The engine is a server without containers, whose stream of events stays open and silent. */
  @Nested
  final class DockerEventStreamStress extends ServiceStress {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger lists = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
    }

    @AfterEach
    void stopServer() {
      end.countDown();
      server.stop(0);
      threads.shutdownNow();
      timer.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      exchange.getResponseHeaders().add("Api-Version", "1.43");
      if (path.endsWith("/events")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        streams.incrementAndGet();
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      } else {
        boolean isList = path.endsWith("/containers/json");
        byte[] body = (isList ? "[]" : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        lists.addAndGet(isList ? 1 : 0);
      }
      exchange.close();
    }

    @Override
    protected Subject create() {
      DockerApi api =
          new DockerApi(
              "docker",
              new DockerHost.Tcp("127.0.0.1", server.getAddress().getPort(), null),
              timer);
      int streamsBefore = streams.get();
      int listsBefore = lists.get();
      return new Subject(
          new DockerEventStream(
              api,
              new DockerContainers(api, "stress", Clock.system()),
              container -> {},
              event -> {},
              Clock.system()),
          () ->
              await()
                  .pollInterval(Duration.ofMillis(5))
                  .until(() -> streams.get() > streamsBefore && lists.get() > listsBefore),
          () -> assertNoThreads("docker-events", "docker-changes"));
    }
  }
}
