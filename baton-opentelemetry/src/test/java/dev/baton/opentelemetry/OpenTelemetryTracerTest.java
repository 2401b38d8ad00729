// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.baton.opentelemetry.OpenTelemetryTracer.Options;
import dev.baton.service.Clock;
import dev.baton.testkit.server.TraceReceiver;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sends spans to a real receiver. */
final class OpenTelemetryTracerTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicReference<Map<String, String>> headers = new AtomicReference<>(Map.of());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TraceReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = TraceReceiver.at(0);
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(SendSpans.class);
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    Logger logger = (Logger) LoggerFactory.getLogger(SendSpans.class);
    logger.detachAppender(log);
    logger.setLevel(null);
    receiver.close();
  }

  private OpenTelemetryTracer tracer(double ratio) {
    URI endpoint = receiver.endpoint().resolve("/v1/traces");
    return OpenTelemetryTracer.create(
        new Options(endpoint, headers::get, ratio, "baton-test", "t1", "1"),
        new OpenTelemetryTracer.SpanCounts() {
          @Override
          public void sent(int spans) {
            sent.addAndGet(spans);
          }

          @Override
          public void dropped(int spans) {
            dropped.addAndGet(spans);
          }
        },
        Clock.system());
  }

  private List<io.opentelemetry.proto.trace.v1.Span> spans() {
    List<io.opentelemetry.proto.trace.v1.Span> spans = new ArrayList<>();
    for (byte[] body : receiver.bodies()) {
      try {
        ExportTraceServiceRequest.parseFrom(body)
            .getResourceSpansList()
            .forEach(resource ->
                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return spans;
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().equals(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static TraceContext parent(String flags) {
    return new TraceContext("00-" + TRACE + "-" + PARENT + "-" + flags, "vendor=1");
  }

  @Test
  void stop_sendsTheSpansThatWait_withTheirParentsAndAttributes() {
    OpenTelemetryTracer tracer = tracer(0);
    Span span = tracer.start(SpanKind.CONSUMER, "run x", parent("01"));
    span.set("baton.attempt", 2);
    Span child = span.child(SpanKind.CLIENT, "SQL SELECT");
    child.failed("java.lang.IllegalStateException");
    child.end();
    span.end();

    // Both spans wait in the queue, so that one request has both.
    tracer.start();
    tracer.stop();

    assertThat(receiver.paths()).containsExactly("/v1/traces");
    assertThat(spans()).extracting(each -> each.getName()).containsExactly("SQL SELECT", "run x");
    assertThat(spans().get(1).getParentSpanId().toByteArray())
        .isEqualTo(java.util.HexFormat.of().parseHex(PARENT));
    assertThat(spans().get(1).getTraceState()).isEqualTo("vendor=1");
    assertThat(spans().get(0).getParentSpanId()).isEqualTo(spans().get(1).getSpanId());
    assertThat(spans())
        .extracting(each -> java.util.HexFormat.of().formatHex(each.getTraceId().toByteArray()))
        .containsOnly(TRACE);
    assertThat(spans().get(0).getStatus().getCodeValue()).isEqualTo(2);
    assertThat(span.context().tracestate()).isEqualTo("vendor=1");
    assertThat(sent).hasValue(2);
  }

  @Test
  void trace_thatItsCallerDoesNotRecord_isPassedOnAndNotSent() {
    OpenTelemetryTracer tracer = tracer(1);
    tracer.start();
    Span span = tracer.start(SpanKind.SERVER, "POST", parent("00"));

    assertThat(span.isRecorded()).isFalse();
    assertThat(span.context()).isEqualTo(parent("00"));
    assertThat(span.child(SpanKind.INTERNAL, "action").context()).isEqualTo(parent("00"));
    span.end();
    tracer.stop();
    assertThat(receiver.paths()).isEmpty();
  }

  @Test
  void ratio_decidesAboutTracesThatBeginHere() {
    Span never = tracer(0).start(SpanKind.PRODUCER, "post", null);
    assertThat(never.isRecorded()).isFalse();
    assertThat(never.context().isSampled()).isFalse();

    Span always = tracer(1).start(SpanKind.PRODUCER, "post", null);
    assertThat(always.isRecorded()).isTrue();
    assertThat(always.context().isSampled()).isTrue();
    assertThat(always.context().traceId()).isNotEqualTo(never.context().traceId());

    OpenTelemetryTracer quarter = tracer(0.25);
    long recorded = 0;
    for (int i = 0; i < 4000; i++) {
      Span span = quarter.start(SpanKind.PRODUCER, "post", null);
      recorded += span.isRecorded() ? 1 : 0;
    }
    assertThat(recorded).isBetween(800L, 1200L);
  }

  @Test
  void fullQueue_dropsAndCountsSpans_andTheCallerDoesNotWait() {
    OpenTelemetryTracer tracer = tracer(1);
    for (int i = 0; i < 8_200; i++) {
      tracer.start(SpanKind.INTERNAL, "s" + i, null).end();
    }
    assertThat(dropped).hasValue(8);

    tracer.start();
    await().until(() -> sent.get() == 8_192);
    tracer.stop();
    assertThat(spans()).hasSize(8_192);
  }

  @Test
  void receiverThatRefuses_costsOneWarning_andIsUsedAgainLater() {
    receiver.answerWith(401);
    OpenTelemetryTracer tracer = tracer(1);
    tracer.start();
    for (int i = 1; i <= 3; i++) {
      tracer.start(SpanKind.INTERNAL, "lost", null).end();
      int count = i;
      await().until(() -> dropped.get() == count);
    }
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("receiver of traces does not accept spans", "endpoint=" + receiver.endpoint())
        .endsWith("reason=HTTP status 401");

    headers.set(Map.of("x-api-key", "k-2"));
    receiver.answerWith(200);
    tracer.start(SpanKind.INTERNAL, "kept", null).end();
    await().until(() -> sent.get() == 1);
    tracer.stop();

    assertThat(spans()).extracting(each -> each.getName()).containsExactly("kept");
    assertThat(receiver.keys()).startsWith("", "", "").endsWith("k-2");
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith("receiver of traces accepts spans again"));
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void stop_whenTheReceiverIsDown_countsTheSpansAndReturns() {
    OpenTelemetryTracer tracer = tracer(1);
    tracer.start();
    receiver.close();
    for (int i = 0; i < 1000; i++) {
      tracer.start(SpanKind.INTERNAL, "lost", null).end();
    }
    tracer.stop();

    assertThat(dropped).hasValue(1000);
    assertThat(sent).hasValue(0);
    assertThat(warnings()).hasSize(1);
  }
}
