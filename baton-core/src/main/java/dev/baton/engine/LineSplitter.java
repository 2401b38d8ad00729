// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.job.JobLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of any bytes into lines that can be stored, as they come and in bounded memory, and
 * tells where each ends: malformed UTF-8 and NUL are replaced, long lines are split and their parts
 * marked with {@link JobLog#CONTINUES}, a lone carriage return ends a line. The cuts depend on the
 * bytes alone, so that a reader that starts where a line ended cuts as the first one did. Not
 * thread-safe.
 */
public final class LineSplitter {

  /** In bytes; never more characters than bytes. */
  private static final int MAX_LINE = JobLog.MAX_LINE_LENGTH;

  private static final int MAX_CHARACTER = 4;

  /** Takes the lines. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a line.
     *
     * @param end number of bytes of the stream up to here, the line's end included
     */
    void line(String text, long end) throws InterruptedException;
  }

  private final Sink sink;
  private final int longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private long offset;
  private boolean afterReturn;

  /**
   * @param offset how many bytes of the stream were read before
   */
  public LineSplitter(long offset, Sink sink) {
    this(offset, 0, sink);
  }

  /**
   * For lines that something is put in front of.
   *
   * @param reserved characters that are left free in each line
   */
  public LineSplitter(long offset, int reserved, Sink sink) {
    this.offset = offset;
    this.longest = MAX_LINE - reserved;
    this.sink = sink;
  }

  /** How many bytes of the stream were read. */
  public long offset() {
    return offset;
  }

  /** Reads on. */
  public void add(byte[] bytes, int from, int length) throws InterruptedException {
    for (int i = from; i < from + length; i++) {
      add(bytes[i]);
    }
  }

  /** The stream has ended: what is left is a line. */
  public void end() throws InterruptedException {
    if (afterReturn || line.size() > 0) {
      afterReturn = false;
      emit(offset);
    }
  }

  private void add(byte b) throws InterruptedException {
    // The end of a line that a return ends is known only when what follows is: it may be CR LF.
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
   * Emits the part of the line that leaves room for the mark; the rest, and the start of a
   * character that would be cut, stays.
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

  /** How many of the bytes before the position begin a character that goes on. */
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
