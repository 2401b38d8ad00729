// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several recorded spans, for example of the jobs whose writes share a transaction. */
record SeveralSpans(List<Span> each) implements Span {

  @Override
  public boolean isRecorded() {
    return true;
  }

  @Override
  public @Nullable TraceContext context() {
    return null;
  }

  @Override
  public Span child(SpanKind kind, String name, @Nullable Instant since) {
    return new SeveralSpans(each.stream().map(span -> span.child(kind, name, since)).toList());
  }

  @Override
  public void set(String attribute, String value) {
    each.forEach(span -> span.set(attribute, value));
  }

  @Override
  public void set(String attribute, long value) {
    each.forEach(span -> span.set(attribute, value));
  }

  @Override
  public void failed(String type) {
    each.forEach(span -> span.failed(type));
  }

  @Override
  public void end() {
    each.forEach(Span::end);
  }
}
