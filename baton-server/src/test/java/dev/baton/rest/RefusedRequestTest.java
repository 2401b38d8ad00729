// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no route sees: the answers have the headers and the form of all other answers. */
final class RefusedRequestTest {

  private static final int SOCKET_MILLIS = 30_000;

  private final TestApi api = new TestApi();

  @AfterEach
  void close() {
    api.close();
  }

  /** Sends bytes, and returns the whole response. */
  private String send(String request) throws IOException {
    URI uri = api.server.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(SOCKET_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertHasSecurityHeaders(String response) {
    String head = response.split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT);
    assertThat(head)
        .contains("x-content-type-options: nosniff")
        .contains("x-frame-options: deny")
        .contains("referrer-policy: no-referrer")
        .contains("cache-control: no-store")
        .contains("content-security-policy: default-src 'none'")
        .doesNotContain("server: jetty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "malformed line | 400 | GET~~",
        "unknown version | 505 | GET /api/job HTTP/7.3~Host: a~~",
        "header without colon | 400 | GET /api/job HTTP/1.1~Host: a~broken~~",
        "no host | 400 | GET /api/job HTTP/1.1~Connection: close~~",
        "bad length | 400 | POST /api/job HTTP/1.1~Host: a~Content-Length: x~~",
        "long path | 414 | GET /LONG HTTP/1.1~Host: a~~",
        "long header | 431 | GET / HTTP/1.1~Host: a~X: LONG~~",
        "trace | 405 | TRACE /api/job HTTP/1.1~Host: a~Connection: close~~",
        "trace of the root | 405 | TRACE / HTTP/1.1~Host: a~Connection: close~~",
        "unknown method | 405 | FOO /api/job HTTP/1.1~Host: a~Connection: close~~",
        "unknown method of the root | 405 | FOO / HTTP/1.1~Host: a~Connection: close~~",
        "method of WebDAV | 405 | PROPFIND /nosuch HTTP/1.1~Host: a~Connection: close~~"
      })
  void request_thatIsRefused_getsAJsonErrorWithTheSecurityHeaders(
      String name, int status, String request) throws IOException {
    String bytes = request.replace("~", "\r\n").replace("LONG", "x".repeat(40_000));
    String response = send(bytes);
    assertThat(response).as(name).startsWith("HTTP/1.1 " + status + " ");
    assertHasSecurityHeaders(response);
    assertThat(response.toLowerCase(Locale.ROOT)).contains("content-type: application/json");
    JsonNode body = TestApi.json(response.split("\r\n\r\n", 2)[1]);
    assertThat(body.path("status").asInt()).isEqualTo(status);
    assertThat(body.path("message").asText()).isNotBlank();
  }

  @Test
  void options_ofAnyPath_hasTheSecurityHeaders() throws IOException {
    for (String path : new String[] {"/", "/api/job"}) {
      String response =
          send("OPTIONS " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(response).startsWith("HTTP/1.1 204 ").contains("Allow: GET, HEAD, POST");
      assertHasSecurityHeaders(response);
    }
  }
}
