// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpConnectionTest {

  private static final byte[] REQUEST = FuzzRequest.ascii("GET / HTTP/1.1\r\n\r\n");

  private ServerSocket server;
  private HttpConnection connection;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    connection = new HttpConnection((InetSocketAddress) server.getLocalSocketAddress(), 300);
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    server.close();
  }

  /** Answers each connection with this text and then keeps it open. */
  private void answer(String text) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[1_000]);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().read();
          } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
          }
        });
  }

  @Test
  void answer_withALength_isRead() throws IOException {
    answer("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
    assertThat(connection.exchange(REQUEST)).isEqualTo(new HttpAnswer(404, "no", false));
  }

  @Test
  void answer_inChunks_isRead() throws IOException {
    answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assertThat(connection.exchange(REQUEST)).isEqualTo(new HttpAnswer(200, "abc", false));
  }

  @Test
  void answer_thatIsAStream_isNotReadToItsEnd() throws IOException {
    answer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1");
    assertThat(connection.exchange(REQUEST)).isEqualTo(new HttpAnswer(200, "", true));
  }

  @Test
  void answer_thatIsCutWithinItsBody_isNone() throws IOException {
    Thread.ofVirtual().start(() -> cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nno"));
    assertThat(connection.exchange(REQUEST).isThere()).isFalse();
  }

  @Test
  void connection_thatIsClosedWithoutAnAnswerAgain_isNone() throws IOException {
    Thread.ofVirtual().start(() -> cut(""));
    FuzzFindings findings = new FuzzFindings();
    ApiOperation apiOperation = new ApiOperation("GET", "/", List.of(), "");
    new CheckAnswers(findings)
        .send(new FuzzRequest(apiOperation, "user", REQUEST, false), connection);
    assertThat(findings.all()).containsOnlyKeys("connection closed without an answer by GET /");
    new CheckAnswers(findings)
        .send(new FuzzRequest(apiOperation, "user", REQUEST, true), connection);
    assertThat(findings.all().values()).allMatch(finding -> finding.count() == 1);
  }

  /** Answers each connection with this text and closes it. */
  private void cut(String text) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[1_000]);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The client or the test has ended.
      }
    }
  }

  @Test
  void server_thatIsSilent_isReported() {
    answer("");
    assertThatThrownBy(() -> connection.exchange(REQUEST))
        .isInstanceOf(SocketTimeoutException.class);
  }
}
