// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * A receiver of traces on loopback: it accepts OTLP over HTTP and keeps the bodies of the requests,
 * which are messages {@code ExportTraceServiceRequest} in the format of protobuf.
 */
public final class TraceReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private TraceReceiver(HttpServer server) {
    this.server = server;
  }

  /** Starts a receiver at this port; 0 is any free port. */
  public static TraceReceiver at(int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TraceReceiver receiver =
        new TraceReceiver(HttpServer.create(new InetSocketAddress(loopback, port), 0));
    receiver.server.createContext("/", receiver::answer);
    receiver.server.start();
    return receiver;
  }

  /** Makes the receiver answer with this status from now on. It keeps accepted requests only. */
  public void answerWith(int newStatus) {
    status = newStatus;
  }

  private void answer(HttpExchange exchange) throws IOException {
    int answer = status;
    try (exchange;
        InputStream body = decoded(exchange)) {
      byte[] bytes = body.readAllBytes();
      paths.add(exchange.getRequestURI().getPath());
      keys.add(Objects.toString(exchange.getRequestHeaders().getFirst("x-api-key"), ""));
      if (answer == 200) {
        bodies.add(bytes);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  private static InputStream decoded(HttpExchange exchange) throws IOException {
    boolean isGzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return isGzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  /** The address without a path. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The bodies of the accepted requests. */
  public List<byte[]> bodies() {
    return List.copyOf(bodies);
  }

  /** The paths of all requests. */
  public List<String> paths() {
    return List.copyOf(paths);
  }

  /** The header {@code x-api-key} of each request; empty where it is missing. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
