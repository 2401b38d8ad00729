// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests requests that are refused before their body has arrived. */
final class RefusedBodyTest {

  private static final int BODY = 2_000_000;
  private static final int FIRST_PART = 1_000;
  private static final int SHORT_MILLIS = 300;
  private static final int LONG_MILLIS = 30_000;

  private final TestApi api = new TestApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void refusal_ofARequestThatIsStillBeingSent_followsTheWholeBody() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      write(
          out,
          "POST /api/job HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + BODY
              + "\r\n\r\n"
              + "x".repeat(FIRST_PART));
      // A response at this point would be followed by a connection reset while the client still
      // sends.
      socket.setSoTimeout(SHORT_MILLIS);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);

      write(out, "x".repeat(BODY - FIRST_PART));
      socket.setSoTimeout(LONG_MILLIS);
      assertThat(in.readLine()).startsWith("HTTP/1.1 403");
    }
  }
}
