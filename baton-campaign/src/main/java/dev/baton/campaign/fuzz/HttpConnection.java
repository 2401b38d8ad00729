// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A connection that sends bytes unchanged, valid or not, and stays open as long as the server
 * permits. For one thread.
 */
final class HttpConnection implements AutoCloseable {

  private static final int KEPT_BYTES = 2_000;
  private static final int MAX_BODY_BYTES = 64 << 20;

  private final InetSocketAddress address;
  private final int boundMillis;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  /**
   * @param boundMillis how long the server may be silent
   */
  HttpConnection(InetSocketAddress address, int boundMillis) {
    this.address = address;
    this.boundMillis = boundMillis;
  }

  /**
   * Sends one request and reads the answer.
   *
   * @throws java.net.SocketTimeoutException if the server is silent for too long
   */
  HttpAnswer exchange(byte[] request) throws IOException {
    boolean fresh = socket == null;
    try {
      return once(request);
    } catch (java.net.SocketTimeoutException e) {
      close();
      throw e;
    } catch (IOException e) {
      // A server closes a connection that was idle or whose last request was invalid. An answer is
      // also lost if the server sent it before it had read the whole request.
      close();
      return again(request, fresh ? 1 : 2);
    }
  }

  /** Sends the request on new connections. */
  private HttpAnswer again(byte[] request, int tries) throws IOException {
    for (int i = 0; i < tries; i++) {
      try {
        return once(request);
      } catch (java.net.SocketTimeoutException e) {
        close();
        throw e;
      } catch (IOException e) {
        close();
      }
    }
    return HttpAnswer.NONE;
  }

  private HttpAnswer once(byte[] request) throws IOException {
    Socket open = open();
    InputStream from = in;
    if (from == null) {
      from = new BufferedInputStream(open.getInputStream(), 1 << 14);
      in = from;
    }
    open.getOutputStream().write(request);
    open.getOutputStream().flush();
    return read(from);
  }

  private Socket open() throws IOException {
    if (socket == null) {
      Socket made = new Socket();
      made.setTcpNoDelay(true);
      made.setSoTimeout(boundMillis);
      made.connect(address, boundMillis);
      socket = made;
      in = null;
    }
    return socket;
  }

  private HttpAnswer read(InputStream from) throws IOException {
    String statusLine = line(from);
    String[] words = statusLine.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new IOException("not HTTP: " + statusLine);
    }
    int status = Integer.parseInt(words[1]);
    long length = -1;
    boolean chunked = false;
    boolean closes = false;
    boolean stream = false;
    for (String header = line(from); !header.isEmpty(); header = line(from)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      closes |= lower.startsWith("connection:") && lower.contains("close");
      stream |= lower.startsWith("content-type:") && lower.contains("event-stream");
    }
    if (stream) {
      close();
      return new HttpAnswer(status, "", true);
    }
    if (status == 100) {
      return read(from);
    }
    String body = status == 204 || status == 304 ? "" : body(from, length, chunked);
    if (closes || (length < 0 && !chunked && status != 204 && status != 304)) {
      close();
    }
    return new HttpAnswer(status, body, false);
  }

  private static String body(InputStream from, long length, boolean chunked) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    if (chunked) {
      for (long size = chunk(from); size > 0; size = chunk(from)) {
        copy(from, size, kept);
        line(from);
      }
      line(from);
    } else {
      copy(from, length, kept);
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  private static long chunk(InputStream from) throws IOException {
    return Long.parseLong(line(from).split(";", 2)[0].strip(), 16);
  }

  private static void copy(InputStream from, long count, ByteArrayOutputStream kept)
      throws IOException {
    byte[] buffer = new byte[8192];
    // Without a length, the end of the connection ends the body.
    long left = count < 0 ? MAX_BODY_BYTES : count;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0 && count >= 0) {
        throw new EOFException("the server closed the connection within the body");
      }
      if (read < 0) {
        return;
      }
      kept.write(buffer, 0, Math.min(read, Math.max(0, KEPT_BYTES - kept.size())));
      left -= read;
    }
  }

  private static String line(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = from.read(); next != '\n'; next = from.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("a socket cannot be closed", e);
      }
    }
  }
}
