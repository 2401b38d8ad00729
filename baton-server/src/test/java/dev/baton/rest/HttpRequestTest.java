// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.protocol.Protocol;
import dev.baton.server.AddressRanges;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import dev.baton.server.remoteexecutor.BackendCallHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the properties of all requests: errors, limits, headers, paths. */
final class HttpRequestTest {

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0)
              .withLimits(
                  ServerLimits.DEFAULT
                      .withBytes(10_000, 20_000, 1 << 20)
                      .withStreams(1, 1, Duration.ofSeconds(30))));
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  private TestResponse postGzip(byte[] body) {
    return admin
        .with("Content-Encoding", "gzip")
        .send("POST", "/api/job", "application/json", BodyPublishers.ofByteArray(body));
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void body_inGzip_isRead() {
    postGzip(gzip("{\"action\":\"noop\"}")).expect(201);
    postGzip("{}".getBytes(StandardCharsets.UTF_8)).expectError(400, "gzip");
    admin
        .with("Content-Encoding", "br")
        .post("/api/job", "{}")
        .expectError(415, "content-encoding is 'br'");
  }

  @Test
  void body_beyondTheLimit_is413() {
    String name = "x".repeat(12_000);
    admin.post("/api/job", "{\"name\":\"" + name + "\"}").expectError(413, "larger than");
    admin.post("/api/job", "[\"" + name + "\"]").expectError(400, "job 1 of the list");
    admin.post("/api/job", "[\"" + name + name + "\"]").expectError(413, "larger than");
    admin.put("/api/job/x", "{\"name\":\"" + name + "\"}").expect(404);
  }

  @Test
  void body_thatGrowsInDecompression_is413() {
    byte[] bomb = gzip("[" + " ".repeat(10_000_000) + "]");
    assertThat(bomb.length).isLessThan(15_000);
    postGzip(bomb).expectError(413, "larger than");
  }

  @Test
  void answer_carriesSecurityHeadersAndNoServerVersion() {
    TestResponse response = admin.get("/api/job");
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    assertThat(response.header("Content-Type")).startsWith("application/json");
    assertThat(response.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void entryPoint_namesTheCollections() {
    JsonNode entry = api.anonymous().get("/api/cloud-entry-point").expect(200).json();
    assertThat(entry.path("base-uri").textValue()).isEqualTo(api.server.uri() + "/api/");
    assertThat(entry.at("/collections/job/href").textValue()).isEqualTo("job");
    assertThat(entry.at("/collections/session/href").textValue()).isEqualTo("session");
    api.anonymous().post("/api/cloud-entry-point").expectError(405, "invalid method (post)");
    api.anonymous().delete("/api/cloud-entry-point").expectError(405, "invalid method (delete)");
  }

  @Test
  void entryPoint_behindATrustedProxy_namesItsAddress() {
    try (TestApi proxied =
        new TestApi(
            ServerOptions.at("127.0.0.1", 0)
                .trusting(AddressRanges.parse(List.of("127.0.0.1")), AddressRanges.NONE))) {
      JsonNode entry =
          proxied
              .anonymous()
              .with("X-Forwarded-Proto", "https")
              .with("X-Forwarded-Host", "jobs.example.org")
              .get("/api/cloud-entry-point")
              .json();
      assertThat(entry.path("base-uri").textValue()).isEqualTo("https://jobs.example.org/api/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui",
        "/health",
        "/healthz",
        "/health/liv",
        "/health/ready/x",
        "/favicon.ico",
        "/x/y",
        "/apis",
        "/metric",
        "/api",
        "/api/",
        "/api/foo",
        "/api/foo/1",
        "/api/helth/live",
        "/api/job/x/y/z"
      })
  void unknownPath_is404WithEveryMethod(String path) {
    for (String method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      api.anonymous()
          .send(method, path, null, BodyPublishers.noBody())
          .expectError(404, "there is nothing at '" + path + "'");
    }
    assertThat(api.anonymous().send("HEAD", path, null, BodyPublishers.noBody()).status())
        .isEqualTo(404);
  }

  @Test
  void head_answersTheStatusOfGet() {
    String job = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    assertThat(head(admin, "/api/" + job)).isEqualTo(200);
    assertThat(head(api.anonymous(), "/api/" + job)).isEqualTo(403);
    assertThat(head(admin, "/api/job/none")).isEqualTo(404);
    assertThat(head(admin, "/api/" + job + "/events")).isEqualTo(200);
    assertThat(head(admin, "/api/events")).isEqualTo(200);
    assertThat(head(api.anonymous(), "/health/ready")).isEqualTo(200);
    assertThat(head(api.anonymous(), "/api/nothing")).isEqualTo(404);
  }

  private static int head(TestClient client, String path) {
    TestResponse response = client.send("HEAD", path, null, BodyPublishers.noBody());
    assertThat(response.body()).isEmpty();
    return response.status();
  }

  @Test
  void unknownMethodOfAKnownPath_is405() {
    admin
        .send("PATCH", "/api/job", null, BodyPublishers.noBody())
        .expectError(405, "invalid method (patch)");
    admin.delete("/api/session").expectError(405, "invalid method (delete) for /api/session");
  }

  @Test
  void options_is204() {
    assertThat(api.anonymous().send("OPTIONS", "/api/job", null, BodyPublishers.noBody()).status())
        .isEqualTo(204);
  }

  @Test
  void changeFromAnotherSite_isRefused() {
    TestClient page = admin.with("Origin", "https://evil.example.org");
    page.post("/api/job", "{\"action\":\"noop\"}").expectError(403, "another site");
    admin.with("Origin", "null").post("/api/job", "{}").expectError(403, "another site");
    page.get("/api/job").expect(200);
    admin
        .with("Origin", api.server.uri().toString())
        .with("Baton-Client", "test")
        .post("/api/job", "{\"action\":\"noop\"}")
        .expect(201);
  }

  @Test
  void changeFromAnotherSiteWithoutOrigin_isRefused() {
    String job = "{\"action\":\"noop\"}";
    for (String site : List.of("cross-site", "same-site")) {
      TestClient page = admin.with("Sec-Fetch-Site", site).with("Baton-Client", "test");
      page.post("/api/job", job).expectError(403, "another site");
      page.get("/api/job").expect(200);
    }
    for (String site : List.of("same-origin", "none")) {
      TestClient page = admin.with("Sec-Fetch-Site", site).with("Baton-Client", "test");
      page.post("/api/job", job).expect(201);
    }
    admin
        .with("Origin", api.server.uri().toString())
        .with("Sec-Fetch-Site", "cross-site")
        .with("Baton-Client", "test")
        .post("/api/job", job)
        .expectError(403, "another site");
  }

  @Test
  void changeByABrowserWithACookie_needsTheHeaderOfAClient() {
    TestResponse login =
        api.anonymous()
            .post(
                "/api/session",
                """
                {"template": {"href": "session-template/password", "username": "super",
                 "password": "%s"}}\
                """
                    .formatted(TestApi.PASSWORD))
            .expect(201);
    String cookie = login.header("Set-Cookie");
    assertThat(cookie).contains("; SameSite=Strict", "; HttpOnly");
    TestClient script = api.anonymous().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
    TestClient browser = script.with("Origin", api.server.uri().toString());

    String job = "{\"action\":\"noop\"}";
    browser.post("/api/job", job).expectError(403, "must send the header 'Baton-Client'");
    script
        .with("Sec-Fetch-Site", "same-origin")
        .post("/api/job", job)
        .expectError(403, "must send the header 'Baton-Client'");
    browser.get("/api/job").expect(200);
    browser.with("Baton-Client", "dashboard").post("/api/job", job).expect(201);
    script.post("/api/job", job).expect(201);
  }

  @Test
  void unexpectedFailure_is500WithoutTheInside() {
    BackendCallHandler broken =
        (caller, port, method, arguments) -> {
          throw new IllegalStateException("secret detail");
        };
    try (TestApi failing = new TestApi(ServerOptions.at("127.0.0.1", 0), broken)) {
      TestResponse response =
          failing
              .admin()
              .with(Protocol.VERSION_HEADER, Protocol.VERSION)
              .post("/api/backend/jobs/find", "{}");
      response.expectError(500, "unexpected exception; the server's log describes it under");
      assertThat(response.body()).doesNotContain("secret detail");
    }
  }

  @Test
  void openApi_describesEveryRouteThatIsServed() {
    JsonNode document = api.anonymous().get("/api/openapi.json").expect(200).json();
    assertThat(document.path("openapi").textValue()).isEqualTo("3.1.0");
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> checkServed(path.getKey(), operation.getKey())));
    assertThat(document.path("paths").size()).isGreaterThan(30);
    assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
  }

  /** A route that does not exist answers 405. */
  private void checkServed(String path, String method) {
    String filled = path.replaceAll("\\{[a-z]+\\}", "x");
    int status =
        api.anonymous()
            .send(method.toUpperCase(Locale.ROOT), filled, null, BodyPublishers.noBody())
            .status();
    assertThat(status).as(method + " " + path).isNotIn(302, 405, 500, 501);
  }

  @Test
  void health_saysWhetherTheStoreAnswers() {
    assertThat(api.anonymous().get("/health/live").expect(200).body())
        .isEqualTo("{\"status\":\"up\"}");
    assertThat(api.anonymous().get("/health/ready").expect(200).body())
        .isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void metrics_areOpenOnLoopbackOnly() {
    admin.post("/api/job", "{\"action\":\"noop\"}").expect(201);
    String delayed = api.clock.now().plusSeconds(3_600).toString();
    admin.post("/api/job", "{\"action\":\"noop\",\"not-before\":\"" + delayed + "\"}").expect(201);
    String text = api.anonymous().get("/metrics").expect(200).body();
    assertThat(text)
        .contains(
            "baton_jobs{state=\"QUEUED\",wait=\"due\"} 1.0",
            "baton_jobs{state=\"QUEUED\",wait=\"delayed\"} 1.0",
            "jvm_memory_used_bytes")
        .contains(
            "baton_http_requests_seconds_count{method=\"POST\",route=\"/api/job\",status=\"201\"}");
    api.anonymous()
        .with("X-Forwarded-For", "1.2.3.4")
        .get("/metrics")
        .expectError(403, "credentials");
    admin.with("X-Forwarded-For", "1.2.3.4").get("/metrics").expect(200);
  }
}
