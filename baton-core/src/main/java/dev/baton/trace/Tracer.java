// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Port: records spans and sends them away. Thread-safe. No method throws or blocks: a tracer drops
 * spans that it cannot send.
 */
public interface Tracer {

  /** Records nothing. It passes on the traces of others, so that their ids stay with the jobs. */
  Tracer OFF =
      new Tracer() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public Span start(
            SpanKind kind, String name, @Nullable TraceContext parent, @Nullable Instant since) {
          return unrecorded(parent);
        }
      };

  /** Whether this tracer can record spans. */
  boolean isOn();

  /**
   * Starts a span.
   *
   * @param parent the position of the parent; if it says that its trace is recorded, the span is
   *     recorded too. Null begins a trace, and the tracer decides whether it is recorded
   * @param since the start of the span; null means now
   * @return a span that is not recorded if the trace is not
   */
  Span start(SpanKind kind, String name, @Nullable TraceContext parent, @Nullable Instant since);

  /** Starts a span now. */
  default Span start(SpanKind kind, String name, @Nullable TraceContext parent) {
    return start(kind, name, parent, null);
  }

  /** Returns a span that is not recorded and passes on a position; null for no trace. */
  static Span unrecorded(@Nullable TraceContext context) {
    return context == null ? Span.none() : new UnrecordedSpan(context);
  }
}
