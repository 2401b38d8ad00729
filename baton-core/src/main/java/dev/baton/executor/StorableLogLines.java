// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.InvalidInputException;
import dev.baton.job.JobLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Converts the text that actions log into lines that every store can keep. */
final class StorableLogLines {

  private static final Set<String> STREAMS = Set.of("stdout", "stderr", "log");

  private StorableLogLines() {}

  static void checkStream(String stream) {
    if (!STREAMS.contains(stream)) {
      throw new InvalidInputException(
          "a job logs to the stream '" + stream + "'; allowed: stdout, stderr, log");
    }
  }

  static String mark(String source, String position) {
    String mark = source + ":" + position;
    if (source.indexOf(':') >= 0 || mark.length() > JobLog.MAX_MARK_LENGTH) {
      throw new InvalidInputException(
          "a line has the mark '"
              + mark
              + "'; allowed: a name without ':' and a position, up to "
              + JobLog.MAX_MARK_LENGTH
              + " characters with a ':' between");
    }
    return mark;
  }

  /**
   * One line for each line of the text, without NUL characters. A line that is longer than allowed
   * is split into parts that are marked with {@link JobLog#CONTINUES}.
   */
  static List<String> of(String text) {
    String clean = text.replace('\0', '\uFFFD');
    if (clean.length() <= JobLog.MAX_LINE_LENGTH && isOneLine(clean)) {
      return List.of(clean);
    }
    List<String> lines = new ArrayList<>();
    clean.lines().forEach(line -> split(line, lines));
    return lines;
  }

  private static boolean isOneLine(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
  }

  private static void split(String line, List<String> into) {
    int from = 0;
    while (line.length() - from > JobLog.MAX_LINE_LENGTH) {
      int to = from + JobLog.MAX_LINE_LENGTH - JobLog.CONTINUES.length();
      // A surrogate pair must not be split, so the part ends before the pair.
      to -= Character.isHighSurrogate(line.charAt(to - 1)) ? 1 : 0;
      into.add(line.substring(from, to) + JobLog.CONTINUES);
      from = to;
    }
    into.add(line.substring(from));
  }
}
