// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span that is not recorded. It and its children pass on the position of their parent. */
record UnrecordedSpan(@Nullable TraceContext context) implements Span {

  static final UnrecordedSpan NONE = new UnrecordedSpan(null);

  @Override
  public boolean isRecorded() {
    return false;
  }

  @Override
  public Span child(SpanKind kind, String name, @Nullable Instant since) {
    return this;
  }

  @Override
  public void set(String attribute, String value) {}

  @Override
  public void set(String attribute, long value) {}

  @Override
  public void failed(String type) {}

  @Override
  public void end() {}
}
