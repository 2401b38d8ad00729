// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.job.JobLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a stream of arbitrary bytes into lines that can be stored, as they arrive and in bounded
 * memory. Malformed UTF-8 and NUL are replaced, long lines are split into parts marked with {@link
 * JobLog#CONTINUES}, and a lone carriage return ends a line.
 */
final class LineReader {
  private static final int BUFFER = 8192;
  private static final char REPLACEMENT = '\ufffd';

  private final Consumer<String> sink;
  private final StringBuilder line = new StringBuilder();
  private boolean afterReturn;

  private LineReader(Consumer<String> sink) {
    this.sink = sink;
  }

  /** Reads to the end of the stream. A last line without line end counts as a line. */
  static void read(InputStream stream, Consumer<String> sink) throws IOException {
    LineReader lines = new LineReader(sink);
    // The decoder of this reader replaces malformed bytes.
    Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
    char[] buffer = new char[BUFFER];
    try {
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        for (int i = 0; i < n; i++) {
          lines.accept(buffer[i]);
        }
      }
    } finally {
      if (!lines.line.isEmpty()) {
        lines.end();
      }
    }
  }

  private void accept(char c) {
    boolean secondOfPair = afterReturn && c == '\n';
    afterReturn = c == '\r';
    if (secondOfPair) {
      return;
    }
    if (c == '\n' || c == '\r') {
      end();
    } else {
      add(c == 0 ? REPLACEMENT : c);
    }
  }

  private void add(char c) {
    if (line.length() >= JobLog.MAX_LINE_LENGTH) {
      split();
    }
    line.append(c);
  }

  private void split() {
    int part = JobLog.MAX_LINE_LENGTH - JobLog.CONTINUES.length();
    // A surrogate pair must not be split, so the part ends before the pair.
    part -= Character.isHighSurrogate(line.charAt(part - 1)) ? 1 : 0;
    sink.accept(line.substring(0, part) + JobLog.CONTINUES);
    line.delete(0, part);
  }

  private void end() {
    sink.accept(line.toString());
    line.setLength(0);
  }
}
