// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A frame of output as the engine stored it: a line with its end, or a part of a line.
 *
 * @param time the time in nanoseconds since 1970
 * @param bytes the frame, not copied; the program's output begins at {@code from}
 */
@SuppressWarnings("ArrayRecordComponent") // A frame is read once and never compared.
record LogFrame(boolean isError, long time, byte[] bytes, int from) {

  private static final int HEADER = 8;
  private static final int LENGTH_AT = 4;
  private static final int ERROR_STREAM = 2;
  private static final int MAX_LENGTH = 64 << 20;
  private static final int MAX_TIME = 40;
  private static final long BILLION = 1_000_000_000L;

  /** Returns the number of bytes that the program wrote. */
  int length() {
    return bytes.length - from;
  }

  /** Reads a frame of the multiplexed stream. Returns empty at the end of the stream. */
  static Optional<LogFrame> next(InputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return Optional.empty();
    }
    int length = header.length < HEADER ? -1 : ByteBuffer.wrap(header).getInt(LENGTH_AT);
    if (length < 0 || length > MAX_LENGTH || header[0] > ERROR_STREAM) {
      throw new IOException("the output is not in Docker's multiplexed stream format");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the output ended within a frame");
    }
    int space = space(bytes);
    String time = new String(bytes, 0, space, StandardCharsets.ISO_8859_1);
    return Optional.of(new LogFrame(header[0] == ERROR_STREAM, nanos(time), bytes, space + 1));
  }

  private static int space(byte[] bytes) throws IOException {
    for (int i = 0; i < bytes.length && i < MAX_TIME; i++) {
      if (bytes[i] == ' ') {
        return i;
      }
    }
    throw new IOException("a frame of the output has no time");
  }

  private static long nanos(String time) throws IOException {
    try {
      Instant instant = OffsetDateTime.parse(time).toInstant();
      return instant.getEpochSecond() * BILLION + instant.getNano();
    } catch (DateTimeException e) {
      throw new IOException(
          "a frame of the output has the time '" + time + "', which cannot be read", e);
    }
  }
}
