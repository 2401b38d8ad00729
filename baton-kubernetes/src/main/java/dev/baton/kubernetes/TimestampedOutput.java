// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Removes the time stamps from the output that a node sends. A time stamp precedes each line. A
 * time stamp also occurs within a line in two cases: the line is long, and the node stores it in
 * parts of 4096 bytes or a multiple; or one stream ended without a line end, and the other stream
 * continued.
 *
 * <p>A program may also write times. A time stamp within a line differs from them in its form, with
 * nine digits after the second, and in its value: it is not before the time stamp of its line. A
 * program writes its time just before the node stamps the line, so that time is earlier. Not
 * thread-safe.
 */
final class TimestampedOutput {

  /** Receives lines in parts. */
  interface Sink {
    void begin(Instant stamp) throws InterruptedException;

    void content(byte[] bytes, int from, int length) throws InterruptedException;

    /** Ends a line that has a line end. */
    void end() throws InterruptedException;

    /** Ends a line without a line end, because no more of it follows. */
    void cut() throws InterruptedException;
  }

  private static final int PART = 4096;
  private static final int LONGEST = 36;
  private static final int MOST_NOTED = 500;
  private static final Duration LATEST = Duration.ofDays(1);
  private static final Pattern STAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}(Z|[+-]\\d\\d:\\d\\d)$");

  private enum State {
    STAMP,
    CONTENT,
    /** A line without a stamp, which is a message of the node. */
    REMARK
  }

  private final Sink sink;
  // The last bytes of the input so far, which may be the start of a time stamp.
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(2 * LONGEST);
  private State state = State.STAMP;
  // The last line without a time stamp. Incomplete until its end is read.
  private final ByteArrayOutputStream remark = new ByteArrayOutputStream();
  private Instant last = Instant.MIN;
  // The number of bytes since the last time stamp, without time stamps.
  private long part;

  TimestampedOutput(Sink sink) {
    this.sink = sink;
  }

  void add(byte[] bytes, int length) throws InterruptedException {
    int from = 0;
    while (from < length) {
      from =
          switch (state) {
            case STAMP -> stamp(bytes, from);
            case CONTENT -> content(bytes, from, length);
            case REMARK -> remark(bytes, from);
          };
    }
  }

  /**
   * Returns the last line without a time stamp, or an empty text. Such a line is a message of the
   * node, for example why it cannot show the output.
   */
  String remark() {
    boolean unfinished = state == State.STAMP && held.size() > 0;
    ByteArrayOutputStream text = unfinished ? held : remark;
    return text.toString(StandardCharsets.UTF_8).strip();
  }

  /** Ends the input. The last line may have no line end. */
  void end() throws InterruptedException {
    if (state == State.CONTENT) {
      release(0);
      sink.cut();
    }
  }

  private int stamp(byte[] bytes, int from) throws InterruptedException {
    byte b = bytes[from];
    if (b == ' ') {
      Matcher found = STAMP.matcher(held.toString(StandardCharsets.US_ASCII));
      Instant stamp = found.lookingAt() ? parsed(found.group()) : null;
      if (stamp == null) {
        beginRemark();
        noted(b);
        state = State.REMARK;
      } else {
        held.reset();
        state = State.CONTENT;
        begin(stamp);
      }
    } else if (b == '\n') {
      if (held.size() > 0) {
        beginRemark();
      }
    } else if (held.size() < LONGEST) {
      held.write(b);
    }
    return from + 1;
  }

  private void begin(Instant stamp) throws InterruptedException {
    last = stamp;
    part = 0;
    sink.begin(stamp);
  }

  private int content(byte[] bytes, int from, int length) throws InterruptedException {
    int to = from;
    while (to < length && isOfStamp(bytes[to])) {
      held.write(bytes[to++]);
    }
    if (held.size() > LONGEST) {
      release(LONGEST);
    }
    if (to == length) {
      return to;
    }
    if (bytes[to] == ' ' && isStampHeld()) {
      return to + 1;
    }
    release(0);
    return plain(bytes, to, length);
  }

  /** Passes on bytes up to the first byte that can belong to a time stamp. Returns how many. */
  private int plain(byte[] bytes, int from, int length) throws InterruptedException {
    int to = from;
    while (to < length && bytes[to] != '\n' && !isOfStamp(bytes[to])) {
      to++;
    }
    pass(bytes, from, to - from);
    if (to < length && bytes[to] == '\n') {
      state = State.STAMP;
      sink.end();
      return to + 1;
    }
    return to;
  }

  /**
   * Whether the held bytes end with a time stamp. If so, removes the time stamp and passes on the
   * bytes before it.
   */
  private boolean isStampHeld() throws InterruptedException {
    Matcher found = STAMP.matcher(held.toString(StandardCharsets.US_ASCII));
    Instant stamp = found.find() ? parsed(found.group()) : null;
    if (stamp == null || stamp.isBefore(last) || stamp.isAfter(last.plus(LATEST))) {
      return false;
    }
    int length = found.group().length();
    release(length);
    held.reset();
    if (part > 0 && part % PART == 0) {
      last = stamp;
      part = 0;
    } else {
      sink.cut();
      begin(stamp);
    }
    return true;
  }

  /** Passes on the held bytes except the given number of bytes at the end. */
  private void release(int left) throws InterruptedException {
    if (held.size() > left) {
      byte[] bytes = held.toByteArray();
      held.reset();
      pass(bytes, 0, bytes.length - left);
      held.write(bytes, bytes.length - left, left);
    }
  }

  private void pass(byte[] bytes, int from, int length) throws InterruptedException {
    if (length > 0) {
      part += length;
      sink.content(bytes, from, length);
    }
  }

  private int remark(byte[] bytes, int from) {
    if (bytes[from] == '\n') {
      state = State.STAMP;
    } else {
      noted(bytes[from]);
    }
    return from + 1;
  }

  private void beginRemark() {
    remark.reset();
    remark.writeBytes(held.toByteArray());
    held.reset();
  }

  private void noted(byte b) {
    if (remark.size() < MOST_NOTED) {
      remark.write(b);
    }
  }

  private static boolean isOfStamp(byte b) {
    return (b >= '0' && b <= '9')
        || b == '-'
        || b == ':'
        || b == '.'
        || b == '+'
        || b == 'T'
        || b == 'Z';
  }

  private static @Nullable Instant parsed(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
