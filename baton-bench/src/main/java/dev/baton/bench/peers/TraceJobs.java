// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.opentelemetry.OpenTelemetryTracer;
import dev.baton.service.Clock;
import dev.baton.trace.Tracer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records the traces of all jobs and sends them to a receiver on loopback that reads and forgets
 * them. At its end, it tells how many spans were sent and dropped.
 */
record TraceJobs(Tracer tracer, Runnable end) implements AutoCloseable {

  private record SpanTotals(AtomicLong accepted, AtomicLong lost)
      implements OpenTelemetryTracer.SpanCounts {
    @Override
    public void sent(int spans) {
      accepted.addAndGet(spans);
    }

    @Override
    public void dropped(int spans) {
      lost.addAndGet(spans);
    }
  }

  static TraceJobs off() {
    return new TraceJobs(Tracer.OFF, () -> {});
  }

  static TraceJobs start() throws IOException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", TraceJobs::forget);
    receiver.start();
    URI endpoint = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces");
    SpanTotals counts = new SpanTotals(new AtomicLong(), new AtomicLong());
    OpenTelemetryTracer tracer =
        OpenTelemetryTracer.create(
            new OpenTelemetryTracer.Options(endpoint, Map::of, 1, "baton-bench", "peer", "0"),
            counts,
            Clock.system());
    tracer.start();
    return new TraceJobs(
        tracer,
        () -> {
          tracer.stop();
          receiver.stop(0);
          System.err.println("spans: sent=" + counts.accepted() + " dropped=" + counts.lost());
        });
  }

  private static void forget(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
