// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.BatonException;
import dev.baton.protocol.Protocol;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import dev.baton.trace.TraceHeaders;
import dev.baton.trace.Tracer;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spans of requests that name their traces in headers. Other requests have none. */
final class TraceRequest {

  private TraceRequest() {}

  /**
   * Starts the span of a request. Only a protocol call of an executor, or of an administrator, can
   * name several parents.
   */
  static Span start(
      Tracer tracer, Request request, Context context, Route.Method method, String route) {
    List<TraceContext> parents =
        TraceHeaders.read(
            name -> header(context, name),
            () -> tracer.isOn() && route.startsWith(Protocol.PATH_PREFIX) && isOfAWorker(request));
    return switch (parents.size()) {
      case 0 -> Span.none();
      case 1 -> tracer.start(SpanKind.SERVER, method + " " + route, parents.getFirst());
      default ->
          Span.ofAll(
              parents.stream()
                  .map(parent -> tracer.start(SpanKind.SERVER, method + " " + route, parent))
                  .toList());
    };
  }

  private static boolean isOfAWorker(Request request) {
    try {
      Caller caller = request.caller();
      return caller.isAdmin() || caller.claims().contains(Principals.EXECUTOR);
    } catch (BatonException e) {
      // The route refuses the request for the same reason.
      return false;
    }
  }

  /** A client may send a header in several lines. */
  private static @Nullable String header(Context context, String name) {
    return context.header(name) == null
        ? null
        : String.join(",", Collections.list(context.req().getHeaders(name)));
  }

  static void end(Span span, Context context, Route.Method method, String route) {
    if (!span.isRecorded()) {
      return;
    }
    int status = context.status().getCode();
    span.set("http.request.method", method.name());
    span.set("http.route", route);
    span.set("url.scheme", context.scheme());
    span.set("url.path", context.path());
    span.set("http.response.status_code", status);
    if (status >= 500) {
      span.failed(String.valueOf(status));
    }
    span.end();
  }
}
