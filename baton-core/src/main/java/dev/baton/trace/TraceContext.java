// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span of another process or of another time, as the W3C recommendation "Trace Context" writes it
 * into HTTP headers. Later spans name it as their parent.
 *
 * @param traceparent the header {@code traceparent} in version 00: the ids of trace and span, and
 *     whether the trace is recorded
 * @param tracestate the header {@code tracestate}, which belongs to the systems that record traces;
 *     null for none
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {

  /** The length of a {@code traceparent} of version 00. */
  public static final int LENGTH = 55;

  /** The largest length of a {@code tracestate}. */
  public static final int MAX_STATE_LENGTH = 512;

  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final int FLAGS = 53;
  private static final int SAMPLED = 1;

  /** Flags of the recommendation: the trace is recorded, and its id is random. */
  private static final int KNOWN_FLAGS = 3;

  public TraceContext {
    if (!isValid(traceparent)) {
      throw new IllegalArgumentException("traceparent is '" + traceparent + "'");
    }
    tracestate = isValidState(tracestate) ? tracestate : null;
  }

  /** Whether the text is a {@code traceparent} of version 00. */
  public static boolean isValid(String traceparent) {
    return traceparent.length() == LENGTH
        && traceparent.startsWith("00-")
        && FORM.matcher(traceparent).matches();
  }

  /** Whether the text may be a {@code tracestate}. Its members are not checked. */
  public static boolean isValidState(@Nullable String tracestate) {
    return tracestate != null
        && !tracestate.isBlank()
        && tracestate.length() <= MAX_STATE_LENGTH
        && STATE.matcher(tracestate).matches();
  }

  /**
   * Reads the headers of a request. A header of a later version is read as version 00, as the
   * recommendation asks.
   *
   * @return null if there is no {@code traceparent}, or if it is malformed; then the recommendation
   *     says that the request begins a trace of its own. A malformed {@code tracestate} is dropped
   */
  public static @Nullable TraceContext read(
      @Nullable String traceparent, @Nullable String tracestate) {
    if (traceparent == null) {
      return null;
    }
    Matcher parts = FORM.matcher(traceparent.strip());
    if (!parts.matches() || (parts.group(1).equals("00") && parts.group(5) != null)) {
      return null;
    }
    int flags = Integer.parseInt(parts.group(4), 16) & KNOWN_FLAGS;
    return new TraceContext(
        "00-%s-%s-%02x".formatted(parts.group(2), parts.group(3), flags), tracestate);
  }

  /** The id of the trace: 32 hexadecimal digits. */
  public String traceId() {
    return traceparent.substring(3, 35);
  }

  /** The id of the span: 16 hexadecimal digits. */
  public String spanId() {
    return traceparent.substring(36, 52);
  }

  /** Whether the spans of the trace are recorded. */
  public boolean isSampled() {
    return (Integer.parseInt(traceparent.substring(FLAGS), 16) & SAMPLED) != 0;
  }
}
