// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.campaign.stack.Polling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoadClientsTest {

  private static final Duration SOON = Duration.ofMinutes(4);

  private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
  private final AtomicInteger jobs = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Accepts every post, and loses the answer to the first post of each unique key. */
  private void answer(HttpExchange exchange) throws IOException {
    boolean isPost =
        exchange.getRequestMethod().equals("POST")
            && exchange.getRequestURI().getPath().equals("/api/job");
    byte[] body = exchange.getRequestBody().readAllBytes();
    ObjectNode reply = ApiSession.JSON.createObjectNode();
    if (isPost) {
      JsonNode job = ApiSession.JSON.readTree(body);
      String key = job.path("unique-key").asText();
      if (key.startsWith("c")) {
        List<String> same = bodies.computeIfAbsent(key, any -> new CopyOnWriteArrayList<>());
        same.add(new String(body, java.nio.charset.StandardCharsets.UTF_8));
        if (same.size() == 1) {
          exchange.close();
          return;
        }
      }
      reply(reply, job);
    }
    byte[] text = reply.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(isPost ? 201 : 200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private void reply(ObjectNode reply, JsonNode job) {
    if (job.isArray()) {
      ArrayNode all = reply.putArray("resources");
      job.forEach(each -> all.addObject().put("resource-id", "job/" + jobs.incrementAndGet()));
    } else {
      reply.put("resource-id", "job/" + jobs.incrementAndGet());
    }
  }

  @Test
  void post_whoseAnswerIsLost_isRepeatedWithItsKeyUntilItIsAnswered() {
    String address = "127.0.0.1:" + server.getAddress().getPort();
    try (LoadClients loadClients =
        new LoadClients(List.of(List.of(address), List.of(address)), 1, 200)) {
      loadClients.start();
      ClientRecords clientRecords = loadClients.records();
      assertThat(
              Polling.until(
                  SOON,
                  () -> bodies.values().stream().filter(same -> same.size() == 2).count() >= 3))
          .isTrue();
      loadClients.finish(SOON);
      assertThat(clientRecords.counts()).containsKey("posts repeated");
      assertThat(clientRecords.wrongAnswers()).isEmpty();
      assertThat(loadClients.posting()).isPositive();
    }
    assertThat(bodies.values())
        .filteredOn(same -> same.size() > 1)
        .allSatisfy(same -> assertThat(same).hasSize(2).containsOnly(same.getFirst()));
  }
}
