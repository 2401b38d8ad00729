// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The HTTP headers by which a trace continues in another process. */
public final class TraceHeaders {

  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  /**
   * Names the parents of a request that remote executors send for several jobs: values of {@code
   * traceparent}, separated by commas.
   */
  private static final String SEVERAL = "baton-traceparents";

  /** Limits the length of the header. The requests of further jobs are not in their traces. */
  private static final int MAX_PARENTS = 50;

  private TraceHeaders() {}

  /** Returns the headers of a request that a thread sends in its current span. */
  public static Map<String, String> write() {
    Span span = CurrentSpan.get();
    TraceContext context = span.context();
    if (context == null) {
      return span.isRecorded() ? Map.of(SEVERAL, parents(span)) : Map.of();
    }
    Map<String, String> headers = new TreeMap<>(Map.of(PARENT, context.traceparent()));
    if (context.tracestate() != null) {
      headers.put(STATE, context.tracestate());
    }
    return headers;
  }

  private static String parents(Span span) {
    return span.each().stream()
        .map(Span::context)
        .filter(Objects::nonNull)
        .limit(MAX_PARENTS)
        .map(TraceContext::traceparent)
        .collect(Collectors.joining(","));
  }

  /**
   * Reads the parents that a request names: usually none or one. Malformed values are ignored.
   *
   * @param header returns the value of a header of the request, or null
   * @param mayNameSeveral whether the request may name several parents; asked only if it does
   */
  public static List<TraceContext> read(
      Function<String, @Nullable String> header, BooleanSupplier mayNameSeveral) {
    String parent = header.apply(PARENT);
    if (parent != null) {
      TraceContext context = TraceContext.read(parent, header.apply(STATE));
      return context == null ? List.of() : List.of(context);
    }
    String several = header.apply(SEVERAL);
    if (several == null || !mayNameSeveral.getAsBoolean()) {
      return List.of();
    }
    List<TraceContext> contexts = new ArrayList<>();
    for (String each : several.split(",", MAX_PARENTS + 1)) {
      TraceContext context = TraceContext.read(each, null);
      if (context != null && contexts.size() < MAX_PARENTS) {
        contexts.add(context);
      }
    }
    return contexts;
  }
}
