// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span of the SDK. */
record RecordedSpan(
    OpenTelemetryTracer tracer, io.opentelemetry.api.trace.Span span, TraceContext context)
    implements Span {

  static io.opentelemetry.api.trace.SpanKind kind(SpanKind kind) {
    return switch (kind) {
      case SERVER -> io.opentelemetry.api.trace.SpanKind.SERVER;
      case CLIENT -> io.opentelemetry.api.trace.SpanKind.CLIENT;
      case PRODUCER -> io.opentelemetry.api.trace.SpanKind.PRODUCER;
      case CONSUMER -> io.opentelemetry.api.trace.SpanKind.CONSUMER;
      case INTERNAL -> io.opentelemetry.api.trace.SpanKind.INTERNAL;
    };
  }

  @Override
  public boolean isRecorded() {
    return true;
  }

  @Override
  public Span child(SpanKind kind, String name, @Nullable Instant since) {
    return tracer.start(kind, name, Context.root().with(span), context.tracestate(), since);
  }

  @Override
  public void set(String attribute, String value) {
    span.setAttribute(attribute, value);
  }

  @Override
  public void set(String attribute, long value) {
    span.setAttribute(attribute, value);
  }

  @Override
  public void failed(String type) {
    span.setAttribute("error.type", type);
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void end() {
    span.end();
  }
}
