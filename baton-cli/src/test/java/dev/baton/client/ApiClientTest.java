// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.baton.config.ServerConnection;
import dev.baton.config.ServerSource;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.ClientTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the client against a server that redirects, as a proxy with its own login does. */
final class ApiClientTest {

  private HttpServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/login");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    client =
        ApiClient.open(
            new ServerConnection(
                endpoint, null, null, new ServerSource.Endpoint(true), ClientTls.DEFAULT));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.stop(0);
  }

  @Test
  void get_redirected_fails() {
    assertThatThrownBy(() -> client.get("job"))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the server answered with status 302");
  }

  @Test
  void events_redirected_fail() {
    assertThatThrownBy(() -> client.events("event", Map.of()).close())
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the server answered with status 302");
  }
}
