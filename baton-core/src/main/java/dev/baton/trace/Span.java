// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work in a trace, from its start to {@link #end}. Thread-safe. No method throws or
 * blocks, and a span that is not recorded costs nothing.
 */
public interface Span {

  /** Returns the span where there is no trace. It is not recorded. */
  static Span none() {
    return UnrecordedSpan.NONE;
  }

  /** Whether a tracer records the span. */
  boolean isRecorded();

  /**
   * The position in the trace that later spans name as their parent; null if there is no trace, or
   * if this object represents several spans.
   */
  @Nullable TraceContext context();

  /** Starts a span inside of this span, at the given moment; null means now. */
  Span child(SpanKind kind, String name, @Nullable Instant since);

  /** Starts a span inside of this span. */
  default Span child(SpanKind kind, String name) {
    return child(kind, name, null);
  }

  /** Sets an attribute. Values must not contain secrets or payloads. */
  void set(String attribute, String value);

  /** As {@link #set(String, String)}, with a number. */
  void set(String attribute, long value);

  /**
   * Marks the work as failed.
   *
   * @param type the kind of the failure, such as the name of a class, without values of users
   */
  void failed(String type);

  /** Ends the span. Later calls have no effect. */
  void end();

  /**
   * Returns an object that represents the recorded ones of several spans, for work that is done for
   * all of them at once.
   */
  static Span ofAll(List<Span> spans) {
    if (spans.stream().noneMatch(Span::isRecorded)) {
      return none();
    }
    List<Span> recorded = spans.stream().filter(Span::isRecorded).distinct().toList();
    return recorded.size() == 1 ? recorded.getFirst() : new SeveralSpans(recorded);
  }

  /** The spans that this object represents. */
  default List<Span> each() {
    return List.of(this);
  }
}
