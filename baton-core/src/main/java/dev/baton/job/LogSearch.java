// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import dev.baton.error.InputBounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for lines of one job's log.
 *
 * @param text the text that a line contains; from 1 to {@value #MAX_TEXT} characters
 * @param matchCase whether upper and lower case differ. Otherwise the letters A to Z match a to z;
 *     whether other letters match depends on the store
 * @param stream finds only lines of this stream; null finds all
 * @param after looks only at lines whose number is greater
 * @param limit the maximum number of lines to find
 * @param maxLines the maximum number of lines to look at
 */
public record LogSearch(
    String text, boolean matchCase, @Nullable String stream, long after, int limit, int maxLines) {

  /** The longest text that can be searched for. */
  public static final int MAX_TEXT = 1000;

  public LogSearch {
    InputBounds.number("length of the text to search for", text.length(), 1, MAX_TEXT);
    InputBounds.number("limit", limit, 1, Integer.MAX_VALUE);
    InputBounds.number("number of lines to look at", maxLines, 1, Integer.MAX_VALUE);
  }

  /** Returns the same search, starting after another line. */
  public LogSearch continuedAfter(long number, int otherLimit) {
    return new LogSearch(text, matchCase, stream, number, otherLimit, maxLines);
  }

  /**
   * The lines that a search has found.
   *
   * @param lines in their order
   * @param last the number of the last line that the search has looked at; {@link LogSearch#after}
   *     if it has looked at none. A search that continues after it misses nothing
   * @param more whether the search ended before the end of the log
   */
  public record Matches(List<JobLog.NumberedLine> lines, long last, boolean more) {
    public Matches {
      lines = List.copyOf(lines);
    }
  }
}
