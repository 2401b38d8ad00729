// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Tests a call whose answer begins, but does not end. */
final class StalledAnswerTest {

  private static final String BEGIN =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

  @Test
  void call_whoseAnswerDoesNotEnd_failsWhenItsTimeIsOver() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Threads.virtual("stalled-server", () -> stall(server)).start();
      Config config =
          new ConfigBuilder(Config.empty())
              .withMasterUrl("http://127.0.0.1:" + server.getLocalPort())
              .withHttp2Disable(true)
              .build();
      try (NamespaceClient client =
          NamespaceClient.of(config, "default", "baton", Duration.ofSeconds(2))) {
        assertThatThrownBy(() -> client.findJob("one"))
            .isInstanceOf(UnavailableException.class)
            .hasMessage(
                "cannot read job 'one': no answer from Kubernetes at http://127.0.0.1:%d"
                    + " (TimeoutException)",
                server.getLocalPort());
      }
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }

  /** Sends the beginning of an answer to each connection, until the server is closed. */
  private void stall(ServerSocket server) {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        connection.getOutputStream().write(BEGIN.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
