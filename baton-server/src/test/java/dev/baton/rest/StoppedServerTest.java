// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import dev.baton.server.remoteexecutor.BackendCallHandler;
import dev.baton.server.remoteexecutor.BackendEndpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tests the stop of a server while clients wait for responses. */
final class StoppedServerTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  /**
   * Passes calls to the real endpoint, which is created with the backend, and records when a client
   * waits.
   */
  private static final class RecordingExecutorCalls implements BackendCallHandler {
    final AtomicReference<BackendEndpoint> endpoint = new AtomicReference<>();
    final CountDownLatch waits = new CountDownLatch(1);

    @Override
    public JsonNode call(Caller caller, String port, String method, JsonNode arguments) {
      if (arguments.path("seen").size() > 0) {
        waits.countDown();
      }
      return endpoint.get().call(caller, port, method, arguments);
    }

    @Override
    public void stop() {
      endpoint.get().stop();
    }
  }

  private static String ask(Map<String, Long> seen) {
    return Protocol.toJson(
            new Messages.LongPollRequest(Messages.LongPollTopic.POSTINGS, seen, 25_000))
        .toString();
  }

  @Test
  void stop_whileAClientPolls_answersThePollAtOnce() throws Exception {
    RecordingExecutorCalls recordingExecutorCalls = new RecordingExecutorCalls();
    TestApi api = new TestApi(ServerOptions.at("127.0.0.1", 0), recordingExecutorCalls);
    try {
      recordingExecutorCalls.endpoint.set(
          new BackendEndpoint(
              api.backend,
              api.server.jobService(),
              api.clock,
              ServerLimits.DEFAULT.executorsPerKey()));
      TestClient admin = api.admin().with(Protocol.VERSION_HEADER, Protocol.VERSION);
      JsonNode first = admin.post("/api/backend/signals/await", ask(Map.of())).expect(200).json();
      Map<String, Long> seen =
          Map.of(first.at("/value/server").asText(), first.at("/value/count").asLong());
      CompletableFuture<TestResponse> poll =
          CompletableFuture.supplyAsync(() -> admin.post("/api/backend/signals/await", ask(seen)));
      recordingExecutorCalls.waits.await();
      assertTimeout(AT_ONCE, api.server::stop);
      assertThat(poll.get().status()).isIn(200, 503);
    } finally {
      api.close();
    }
  }

  @Test
  void stop_whileSomebodyReadsAStream_endsItAtOnce() throws Exception {
    TestApi api = new TestApi();
    try (EventStreamReader events = new EventStreamReader(api.admin().stream("/api/events"))) {
      api.admin().post("/api/job", "{\"action\":\"noop\"}").expect(201);
      assertThat(events.next()).isNotNull();
      assertTimeout(AT_ONCE, api.server::stop);
      assertThat(events.next()).isNull();
    } finally {
      api.close();
    }
  }

  @Test
  void stop_whileARequestTakesLong_cutsItOffInTheEndAndDoesNotFail() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    BackendCallHandler ignoringStop =
        (caller, port, method, arguments) -> {
          entered.countDown();
          never.await();
          throw new AssertionError("never");
        };
    TestApi api = new TestApi(ServerOptions.at("127.0.0.1", 0), ignoringStop);
    try {
      TestClient admin = api.admin().with(Protocol.VERSION_HEADER, Protocol.VERSION);
      CompletableFuture<TestResponse> call =
          CompletableFuture.supplyAsync(() -> admin.post("/api/backend/jobs/find", "{}"));
      entered.await();
      assertTimeout(Duration.ofSeconds(8), api.server::stop);
      await().until(call::isCompletedExceptionally);
      assertThatThrownBy(() -> api.anonymous().get("/health/live")).hasMessageContaining("failed");
    } finally {
      api.close();
    }
  }

  @Test
  void stop_whileARequestIsBeingAnswered_letsItEnd() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BackendCallHandler slow =
        (caller, port, method, arguments) -> {
          entered.countDown();
          go.await();
          return JsonNodes.object().put("value", "slow");
        };
    TestApi api = new TestApi(ServerOptions.at("127.0.0.1", 0), slow);
    try {
      TestClient admin = api.admin().with(Protocol.VERSION_HEADER, Protocol.VERSION);
      CompletableFuture<TestResponse> call =
          CompletableFuture.supplyAsync(() -> admin.post("/api/backend/jobs/find", "{}"));
      entered.await();
      CompletableFuture<Void> stop = CompletableFuture.runAsync(api.server::stop);
      // The server stops accepting connections before it waits for open requests.
      await().untilAsserted(() -> assertThatThrownBy(() -> api.anonymous().get("/health/live")));
      // Longer than the idle timeout of connections during a stop.
      await().during(Duration.ofMillis(600)).until(() -> !stop.isDone());
      go.countDown();
      assertThat(call.get().expect(200).body()).contains("slow");
      stop.get();
    } finally {
      api.close();
    }
  }
}
