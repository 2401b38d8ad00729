// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Reads and writes the headers of W3C Trace Context, and passes spans on to threads. */
final class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String VALID = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void validHeader_hasItsParts() {
    TraceContext context = Objects.requireNonNull(TraceContext.read(VALID, "a=1,b=2"));

    assertThat(context.traceId()).isEqualTo(TRACE);
    assertThat(context.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(context.isSampled()).isTrue();
    assertThat(context.tracestate()).isEqualTo("a=1,b=2");
    assertThat(context.traceparent()).isEqualTo(VALID);
  }

  @Test
  void headerOfALaterVersion_isReadAsVersion00_withoutUnknownFlags() {
    TraceContext context =
        Objects.requireNonNull(
            TraceContext.read("cc-" + TRACE + "-00f067aa0ba902b7-fe-more", null));

    assertThat(context.traceparent()).isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-02");
    assertThat(context.isSampled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"
      })
  void malformedHeader_isIgnored(String header) {
    assertThat(TraceContext.read(header, "a=1")).isNull();
    assertThatThrownBy(() -> new TraceContext(header, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a=\u00e9", "a=1\nb=2"})
  void malformedState_isDropped(String state) {
    assertThat(Objects.requireNonNull(TraceContext.read(VALID, state)).tracestate()).isNull();
    assertThat(
            Objects.requireNonNull(TraceContext.read(VALID, "a=" + "x".repeat(511))).tracestate())
        .isNull();
  }

  @Test
  void headersOfARequest_comeFromTheSpanOfTheThread_andNameTheSameParent() {
    TraceContext context = new TraceContext(VALID, "a=1");
    try (CurrentSpan.Scope scope = CurrentSpan.enter(Tracer.unrecorded(context))) {
      Map<String, String> headers = TraceHeaders.write();

      assertThat(headers).isEqualTo(Map.of("traceparent", VALID, "tracestate", "a=1"));
      assertThat(TraceHeaders.read(headers::get, () -> false)).containsExactly(context);
    }
    assertThat(TraceHeaders.write()).isEmpty();
    assertThat(TraceHeaders.read(name -> null, () -> true)).isEmpty();
  }

  @Test
  void headerForSeveralJobs_isReadUpToItsLimit_withoutMalformedParts() {
    String many = "x," + String.join(",", Collections.nCopies(60, VALID));

    assertThat(
            TraceHeaders.read(name -> name.equals("baton-traceparents") ? many : null, () -> true))
        .hasSize(49)
        .containsOnly(new TraceContext(VALID, null));
    assertThat(
            TraceHeaders.read(name -> name.equals("baton-traceparents") ? many : null, () -> false))
        .isEmpty();
  }

  @Test
  void spanOfAThread_hasTheTraceInTheLog_untilItsScopeEnds() {
    TraceContext context = new TraceContext(VALID, null);
    try (CurrentSpan.Scope outer =
        CurrentSpan.enter(Tracer.OFF.start(SpanKind.SERVER, "a", context))) {
      assertThat(MDC.get("trace")).isEqualTo(TRACE);
      try (CurrentSpan.Scope inner = CurrentSpan.enter(Span.none())) {
        assertThat(MDC.get("trace")).isNull();
        assertThat(CurrentSpan.get()).isSameAs(Span.none());
      }
      assertThat(CurrentSpan.get().context()).isEqualTo(context);
      assertThat(CurrentSpan.get().child(SpanKind.INTERNAL, "b").context()).isEqualTo(context);
    }
    assertThat(MDC.get("trace")).isNull();
    assertThat(Span.ofAll(List.of(Span.none(), Tracer.unrecorded(context)))).isSameAs(Span.none());
  }
}
