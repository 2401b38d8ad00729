// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import java.net.URI;

/** The spans of requests that a thread sends while it works for a trace. */
final class TraceCall {

  private TraceCall() {}

  /** Starts the span of a request; the span of the thread if that is not recorded. */
  static Span start(String method, URI address) {
    Span current = CurrentSpan.get();
    if (!current.isRecorded()) {
      return current;
    }
    Span span = current.child(SpanKind.CLIENT, method);
    span.set("http.request.method", method);
    span.set("server.address", address.getHost());
    span.set("server.port", port(address));
    // Without the query, which can contain data of users.
    span.set("url.full", address.toString().replaceFirst("\\?.*", ""));
    return span;
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equals("https") ? 443 : 80;
  }

  static void answered(Span span, int status) {
    span.set("http.response.status_code", status);
    if (status >= 400) {
      span.failed(String.valueOf(status));
    }
  }
}
