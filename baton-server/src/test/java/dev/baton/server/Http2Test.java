// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.access.Caller;
import dev.baton.httpclient.ClientTls;
import dev.baton.service.Clock;
import dev.baton.testkit.server.TestAuthority;
import dev.baton.tls.PemFile;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a server with TLS and clients that choose HTTP/2. */
final class Http2Test {

  private static final Duration STALL = Duration.ofSeconds(1);
  private static final TextNode LONG_EVENT = TextNode.valueOf("x".repeat(1 << 16));

  @TempDir Path folder;
  private final CountDownLatch streamEnded = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private HttpServer server;
  private ClientTls trusting;
  private HttpClient client;

  @BeforeEach
  void start() {
    TestAuthority authority =
        new TestAuthority(folder).issue("server", "IP:127.0.0.1,DNS:localhost");
    ServerTls tls =
        new ServerTls(
            new PemFile("tls-certificate", authority.certificateOf("server")),
            new PemFile("tls-key", authority.keyOf("server")),
            null);
    server =
        new HttpServer(
            ServerOptions.at("127.0.0.1", 0)
                .withTls(tls)
                .withLimits(ServerLimits.DEFAULT.withStreams(8, 8, STALL)),
            List.of(
                Route.of(Route.Method.GET, "/api/short", "", request -> text()),
                Route.of(Route.Method.GET, "/api/long", "", request -> answerLate()),
                Route.of(Route.Method.GET, "/api/events", "", request -> events()),
                Route.of(
                    Route.Method.GET,
                    "/api/host",
                    "",
                    request -> Response.text("text/plain", request.host())),
                Route.of(
                    Route.Method.POST,
                    "/api/body",
                    "",
                    request -> {
                      request.json();
                      return text();
                    })),
            request -> text(),
            request -> Caller.anonymous(),
            Tracer.OFF,
            Clock.system(),
            new SimpleMeterRegistry());
    server.start();
    trusting = ClientTls.DEFAULT.trusting(new PemFile("tls-ca", authority.certificate()));
    client = builder().build();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.stop();
  }

  private HttpClient.Builder builder() {
    return HttpClient.newBuilder().sslContext(trusting.context("https:"));
  }

  private static Response text() {
    return Response.text("text/plain", "works");
  }

  private Response answerLate() throws InterruptedException {
    asked.countDown();
    answered.await();
    return text();
  }

  private Response events() {
    return new Response.Events(
        sink -> {
          while (true) {
            sink.send("long", LONG_EVENT);
          }
        },
        streamEnded::countDown);
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path)).build();
  }

  @Test
  void streamThatIsNotRead_ends_andItsConnectionContinues() throws Exception {
    HttpResponse<InputStream> stalled =
        client.send(get("/api/events"), BodyHandlers.ofInputStream());
    assertThat(stalled.version()).isEqualTo(Version.HTTP_2);
    streamEnded.await();
    assertThat(client.send(get("/api/short"), BodyHandlers.ofString()).body()).isEqualTo("works");
    stalled.body().close();
  }

  @Test
  void requestThatTakesLongerThanTheStall_isAnswered() throws Exception {
    CompletableFuture<HttpResponse<String>> late =
        client.sendAsync(get("/api/long"), BodyHandlers.ofString());
    asked.await();
    await().during(STALL.multipliedBy(2)).atMost(Duration.ofMinutes(1)).until(() -> !late.isDone());
    answered.countDown();
    assertThat(late.get().body()).isEqualTo("works");
    assertThat(late.get().version()).isEqualTo(Version.HTTP_2);
  }

  @Test
  void bodyThatIsTooLong_isRefused() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(server.uri() + "/api/body"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(new byte[ServerLimits.DEFAULT.body() + 1]))
            .build();
    HttpResponse<String> refused = client.send(post, BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.version()).isEqualTo(Version.HTTP_2);
    // HTTP/2 forbids this header, and browsers refuse answers with it.
    assertThat(refused.headers().firstValue("Connection")).isEmpty();
    assertThat(client.send(get("/api/short"), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void host_isThatOfTheRequest() throws Exception {
    // The server listens at another name than the one that the client uses.
    URI uri = URI.create("https://localhost:" + server.port() + "/api/host");
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    assertThat(answer.body()).isEqualTo("localhost:" + server.port());
  }

  @Test
  void client_choosesTheVersion() throws IOException, InterruptedException {
    assertThat(versionWith(builder().version(Version.HTTP_1_1))).isEqualTo(Version.HTTP_1_1);
    SSLParameters oldTls = new SSLParameters();
    oldTls.setProtocols(new String[] {"TLSv1.2"});
    assertThat(versionWith(builder().sslParameters(oldTls))).isEqualTo(Version.HTTP_2);
  }

  private Version versionWith(HttpClient.Builder builder) throws IOException, InterruptedException {
    try (HttpClient other = builder.build()) {
      return other.send(get("/api/short"), BodyHandlers.ofString()).version();
    }
  }
}
