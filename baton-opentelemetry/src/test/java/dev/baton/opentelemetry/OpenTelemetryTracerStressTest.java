// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import static org.awaitility.Awaitility.await;

import dev.baton.service.Clock;
import dev.baton.testkit.server.TraceReceiver;
import dev.baton.testkit.service.ServiceStress;
import dev.baton.trace.SpanKind;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops tracers in any order. */
@Isolated("checks the threads of the JVM")
final class OpenTelemetryTracerStressTest {

  private TraceReceiver receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = TraceReceiver.at(0);
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  @Nested
  final class OpenTelemetryTracerStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 10;
    }

    @Override
    protected Subject create() {
      AtomicInteger sent = new AtomicInteger();
      OpenTelemetryTracer tracer =
          OpenTelemetryTracer.create(
              new OpenTelemetryTracer.Options(
                  receiver.endpoint().resolve("/v1/traces"), Map::of, 1, "baton-test", "t1", "1"),
              new OpenTelemetryTracer.SpanCounts() {
                @Override
                public void sent(int spans) {
                  sent.addAndGet(spans);
                }

                @Override
                public void dropped(int spans) {}
              },
              Clock.system());
      return new Subject(
          tracer,
          () -> {
            tracer.start(SpanKind.INTERNAL, "work", null).end();
            await().until(() -> sent.get() == 1);
          },
          () -> assertNoThreads("otlp", "otlp-send"));
    }
  }
}
