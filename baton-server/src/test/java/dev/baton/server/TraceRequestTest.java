// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.protocol.Protocol;
import dev.baton.service.Clock;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests which requests become spans. */
final class TraceRequestTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Caller EXECUTOR =
      new Caller("user/e", "user/e", Set.of("user/e", Principals.EXECUTOR), null);

  private final AtomicInteger started = new AtomicInteger();
  private final Tracer counting =
      new Tracer() {
        @Override
        public boolean isOn() {
          return true;
        }

        @Override
        public Span start(
            SpanKind kind, String name, @Nullable TraceContext parent, @Nullable Instant since) {
          started.incrementAndGet();
          return Tracer.unrecorded(parent);
        }
      };

  /** Sends a request, and returns how many spans it started. */
  private int spansOf(Caller caller, String path, String header, String value) throws Exception {
    Route route =
        Route.of(Route.Method.GET, path, "", request -> Response.text("text/plain", "works"));
    HttpServer server =
        new HttpServer(
            ServerOptions.at("127.0.0.1", 0),
            List.of(route),
            request -> Response.text("text/plain", "other"),
            request -> caller,
            counting,
            Clock.system(),
            new SimpleMeterRegistry());
    server.start();
    started.set(0);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve(path)).header(header, value).build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("works");
    } finally {
      server.stop();
    }
    return started.get();
  }

  @Test
  void severalParents_countOnlyInCallsOfExecutors() throws Exception {
    String call = Protocol.PATH_PREFIX + "board/claim";
    String several = PARENT + "," + PARENT;
    assertThat(spansOf(EXECUTOR, call, "baton-traceparents", several)).isEqualTo(2);
    assertThat(spansOf(Caller.anonymous(), call, "baton-traceparents", several)).isZero();
    assertThat(spansOf(EXECUTOR, "/api/job", "baton-traceparents", several)).isZero();
  }

  @Test
  void parentOfAnyRequest_counts() throws Exception {
    assertThat(spansOf(Caller.anonymous(), "/api/job", "traceparent", PARENT)).isEqualTo(1);
  }
}
