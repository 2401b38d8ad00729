// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.job.JobLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Splits a stream of arbitrary bytes into lines that can be stored, and reports the end position of
 * each line. It works incrementally and in bounded memory. Malformed UTF-8 and NUL are replaced,
 * long lines are split and their parts marked with {@link JobLog#CONTINUES}, and a lone carriage
 * return ends a line. The splits depend only on the bytes, so a reader that starts at the end of a
 * line splits the rest exactly as the first reader did. Not thread-safe.
 */
public final class LineSplitter {

  /**
   * The maximum length of a line, in bytes; longer lines are split. A line never has more
   * characters than bytes, so its parts fit in the job log.
   */
  private static final int MAX_LINE = JobLog.MAX_LINE_LENGTH;

  private static final int MAX_CHARACTER = 4;

  /** Receives the lines. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Receives a line.
     *
     * @param end the number of bytes of the stream up to the end of the line, including its line
     *     end
     */
    void line(String text, long end) throws InterruptedException;
  }

  private final Sink sink;
  private final int longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private long offset;
  private boolean afterReturn;

  /**
   * @param offset the number of bytes of the stream that were read before
   */
  public LineSplitter(long offset, Sink sink) {
    this(offset, 0, sink);
  }

  /**
   * Creates a splitter for lines that get a prefix.
   *
   * @param reserved the number of characters to leave free in each line
   */
  public LineSplitter(long offset, int reserved, Sink sink) {
    this.offset = offset;
    this.longest = MAX_LINE - reserved;
    this.sink = sink;
  }

  /** The number of bytes of the stream that were read. */
  public long offset() {
    return offset;
  }

  /** Reads further bytes of the stream. */
  public void add(byte[] bytes, int from, int length) throws InterruptedException {
    for (int i = from; i < from + length; i++) {
      add(bytes[i]);
    }
  }

  /** Ends the stream. The rest of the stream becomes a line. */
  public void end() throws InterruptedException {
    if (afterReturn || line.size() > 0) {
      afterReturn = false;
      emit(offset);
    }
  }

  private void add(byte b) throws InterruptedException {
    // A carriage return may be the first half of CR LF. The line end is known only when the next
    // byte is known.
    if (afterReturn) {
      afterReturn = false;
      if (b == '\n') {
        offset++;
        emit(offset);
        return;
      }
      emit(offset);
    }
    offset++;
    if (b == '\n') {
      emit(offset);
    } else if (b == '\r') {
      afterReturn = true;
    } else {
      if (line.size() >= longest) {
        split(offset - 1);
      }
      line.write(b);
    }
  }

  /**
   * Emits the first part of a line that is too long, followed by {@link JobLog#CONTINUES}. The rest
   * stays in the buffer. A character that does not fit completely belongs to the rest.
   */
  private void split(long end) throws InterruptedException {
    byte[] bytes = line.toByteArray();
    int room = longest - JobLog.CONTINUES.length();
    int part = room - incomplete(bytes, room);
    line.reset();
    line.write(bytes, 0, part);
    line.writeBytes(JobLog.CONTINUES.getBytes(StandardCharsets.UTF_8));
    emit(end - (bytes.length - part));
    line.write(bytes, part, bytes.length - part);
  }

  /** The number of bytes before the position that belong to a character that continues after it. */
  private static int incomplete(byte[] bytes, int position) {
    for (int back = 1; back < MAX_CHARACTER; back++) {
      int b = bytes[position - back] & 0xff;
      if (b >= 0xc0) {
        int whole = b >= 0xf0 ? MAX_CHARACTER : b >= 0xe0 ? 3 : 2;
        return back < whole ? back : 0;
      }
      if (b < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  private void emit(long end) throws InterruptedException {
    String text = line.toString(StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    line.reset();
    sink.line(text, end);
  }
}
