// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import dev.baton.trace.TraceContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** Reads the headers that a {@link TraceContext} consists of. */
enum ReadTraceContext implements TextMapGetter<TraceContext> {
  INSTANCE;

  @Override
  public @Nullable String get(@Nullable TraceContext context, String key) {
    if (context == null) {
      return null;
    }
    return switch (key) {
      case "traceparent" -> context.traceparent();
      case "tracestate" -> context.tracestate();
      default -> null;
    };
  }
}
