// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.Credentials;
import dev.baton.job.JobId;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Tests answers that do not come from a Baton server, but from a proxy before it. */
final class RemoteClientTest {

  /** The server itself reports conflicts in the result of a call. */
  @Test
  void call_answeredWith409_isUnavailableAndSoRepeated() throws IOException {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", RemoteClientTest::answer);
    proxy.start();
    URI endpoint = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
    RemoteClient client =
        new RemoteClient(
            new RemoteBackend.Options(endpoint, new Credentials.Password("user", "password")),
            new RetryIdempotentCalls(Clock.system()),
            Clock.system());
    try {
      Messages.JobRef job = new Messages.JobRef(JobId.named("a job"));
      assertThatThrownBy(() -> client.call(ProtocolCalls.FIND, job))
          .isInstanceOf(UnavailableException.class)
          .hasMessage("the server at " + endpoint + " answers 409 to " + ProtocolCalls.FIND.path());
    } finally {
      client.close();
      proxy.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestURI().getPath().equals("/api/session")) {
      exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/");
      exchange.sendResponseHeaders(201, -1);
    } else {
      exchange.sendResponseHeaders(409, -1);
    }
    exchange.close();
  }
}
