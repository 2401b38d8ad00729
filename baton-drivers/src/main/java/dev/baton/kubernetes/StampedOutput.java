// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time stamps out of output as a node sends it: one before each line, and, where a line
 * was long, one in its midst after each part of 4096 bytes or a multiple. Not thread-safe.
 */
final class StampedOutput {

  /** Takes lines in parts. */
  interface Sink {
    void begin(Instant stamp) throws InterruptedException;

    void content(byte[] bytes, int from, int length) throws InterruptedException;

    /** The line is whole. */
    void end() throws InterruptedException;

    /** The line is whole, as nothing more comes. */
    void cut() throws InterruptedException;
  }

  private static final int PART = 4096;
  private static final int LONGEST = 40;
  private static final Pattern STAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

  private enum State {
    STAMP,
    CONTENT,
    MAYBE_STAMP,
    /** A line without a stamp: what the node itself has to say. */
    REMARK
  }

  private final Sink sink;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(LONGEST);
  private State state = State.STAMP;
  private long part;

  StampedOutput(Sink sink) {
    this.sink = sink;
  }

  /** Reads on. */
  void add(byte[] bytes, int length) throws InterruptedException {
    int from = 0;
    while (from < length) {
      from =
          switch (state) {
            case STAMP -> stamp(bytes, from);
            case CONTENT -> content(bytes, from, length);
            case MAYBE_STAMP -> maybe(bytes, from);
            case REMARK -> remark(bytes, from);
          };
    }
  }

  /** All was read: a last line may be without its end. */
  void end() throws InterruptedException {
    if (state == State.MAYBE_STAMP) {
      release();
      state = State.CONTENT;
    }
    if (state == State.CONTENT) {
      sink.cut();
    }
  }

  private int stamp(byte[] bytes, int from) throws InterruptedException {
    byte b = bytes[from];
    if (b == ' ') {
      Instant stamp = parsed();
      held.reset();
      state = stamp == null ? State.REMARK : State.CONTENT;
      if (stamp != null) {
        part = 0;
        sink.begin(stamp);
      }
    } else if (b == '\n') {
      held.reset();
    } else if (held.size() < LONGEST) {
      held.write(b);
    }
    return from + 1;
  }

  private int content(byte[] bytes, int from, int length) throws InterruptedException {
    // Up to where the line ends, or a part of it may.
    int most = (int) Math.min(length - from, PART - part % PART);
    int to = from;
    while (to < from + most && bytes[to] != '\n') {
      to++;
    }
    part += to - from;
    if (to > from) {
      sink.content(bytes, from, to - from);
    }
    if (to < from + most) {
      state = State.STAMP;
      sink.end();
      return to + 1;
    }
    if (part % PART == 0) {
      state = State.MAYBE_STAMP;
    }
    return to;
  }

  private int maybe(byte[] bytes, int from) throws InterruptedException {
    byte b = bytes[from];
    boolean fits = b >= '0' && b <= '9' || "-T:.Z+".indexOf(b) >= 0;
    if (fits && held.size() < LONGEST) {
      held.write(b);
      return from + 1;
    }
    state = State.CONTENT;
    if (b == ' ' && parsed() != null) {
      held.reset();
      part = 0;
      return from + 1;
    }
    release();
    // Not to come back here at once: at least one byte is content.
    if (b != '\n' && part % PART == 0) {
      sink.content(bytes, from, 1);
      part++;
      return from + 1;
    }
    return from;
  }

  private void release() throws InterruptedException {
    byte[] bytes = held.toByteArray();
    held.reset();
    part += bytes.length;
    if (bytes.length > 0) {
      sink.content(bytes, 0, bytes.length);
    }
  }

  private int remark(byte[] bytes, int from) {
    if (bytes[from] == '\n') {
      state = State.STAMP;
    }
    return from + 1;
  }

  private @Nullable Instant parsed() {
    String text = held.toString(StandardCharsets.US_ASCII);
    if (!STAMP.matcher(text).matches()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
