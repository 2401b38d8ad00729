// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an HTTP/1.1 request. Each request has a separate connection, which is closed when
 * this object is closed.
 *
 * @param headers the headers by name in lower case
 * @param body the body; the caller reads it and then closes the answer
 */
record DockerHttpResponse(
    int status, Map<String, String> headers, InputStream body, Closeable connection)
    implements Closeable {

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final int BUFFER = 32 * 1024;
  private static final int MAX_HEAD = 64 * 1024;

  /** Sends a request and reads the head of its answer. Closes the connection if that fails. */
  static DockerHttpResponse to(
      DockerConnection dockerConnection,
      String method,
      String target,
      Map<String, String> headers,
      byte @Nullable [] body)
      throws IOException {
    try {
      dockerConnection.out().write(request(method, target, headers, body));
      dockerConnection.out().flush();
      return read(dockerConnection);
    } catch (IOException | RuntimeException e) {
      dockerConnection.close();
      throw e;
    }
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static byte[] request(
      String method, String target, Map<String, String> headers, byte @Nullable [] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method).append(' ').append(target);
    head.append(" HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (body != null) {
      head.append("Content-Type: application/json\r\n");
    }
    if (!method.equals("GET")) {
      head.append("Content-Length: ").append(body == null ? 0 : body.length).append("\r\n");
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) {
      whole.write(body);
    }
    return whole.toByteArray();
  }

  private static DockerHttpResponse read(DockerConnection dockerConnection) throws IOException {
    InputStream in = new BufferedInputStream(dockerConnection.in(), BUFFER);
    Matcher status = STATUS_LINE.matcher(line(in));
    if (!status.matches()) {
      throw new IOException("the answer is not HTTP");
    }
    int code = Integer.parseInt(status.group(1));
    Map<String, String> headers = headers(in);
    return new DockerHttpResponse(code, headers, body(code, headers, in), dockerConnection);
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static InputStream body(int status, Map<String, String> headers, InputStream in)
      throws IOException {
    if (status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new HttpBodyStream(in, -1);
    }
    String length = headers.get("content-length");
    try {
      return length == null ? in : new HttpBodyStream(in, Long.parseLong(length));
    } catch (NumberFormatException e) {
      throw new IOException("the answer has the Content-Length '" + length + "'", e);
    }
  }

  /** Reads a line of the head or of the chunk framing. Returns it without its line end. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed before the end of the answer");
      }
      if (line.length() >= MAX_HEAD) {
        throw new IOException("the answer has a line of more than " + MAX_HEAD + " bytes");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
