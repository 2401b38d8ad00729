// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The span of the work that a thread does now. Code that passes work to another thread also passes
 * the span on. Log lines of the thread have the id of the trace under the key {@code trace}.
 */
public final class CurrentSpan {

  private static final String LOG_KEY = "trace";

  // Each thread has its own value; null means Span.none().
  private static final ThreadLocal<@Nullable Span> CURRENT = new ThreadLocal<>();

  private CurrentSpan() {}

  /** The time in which a span is the span of a thread. Closed by the same thread. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Returns the span of this thread; {@link Span#none} if it works for no trace. */
  public static Span get() {
    Span span = CURRENT.get();
    return span == null ? Span.none() : span;
  }

  /** Makes a span that of this thread, until the scope is closed. */
  public static Scope enter(Span span) {
    Span before = get();
    if (span.equals(before)) {
      return () -> {};
    }
    set(span);
    return () -> set(before);
  }

  private static void set(Span span) {
    if (span.equals(Span.none())) {
      CURRENT.remove();
    } else {
      CURRENT.set(span);
    }
    TraceContext context = span.context();
    if (context == null) {
      MDC.remove(LOG_KEY);
    } else {
      MDC.put(LOG_KEY, context.traceId());
    }
  }
}
