// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InputBounds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a job's log.
 *
 * @param at the time by the executor's clock
 * @param attempt the attempt that logged the line
 * @param stream {@code stdout}, {@code stderr} or {@code log}
 * @param text without the line end
 * @param mark the position of the line's end in the output from which it was read, so that the next
 *     reader continues there: the output's name, a colon and a position; at most {@value
 *     JobLog#MAX_MARK_LENGTH} characters; null for a line that was not read from an output
 */
public record LogLine(Instant at, int attempt, String stream, String text, @Nullable String mark) {

  private static final int MAX_STREAM_LENGTH = 32;

  /** A line that was not read from an output. */
  public LogLine(Instant at, int attempt, String stream, String text) {
    this(at, attempt, stream, text, null);
  }

  /**
   * Checks the limits that every store has for a line.
   *
   * @throws dev.baton.error.InvalidInputException if the stream, the text or the mark is too long
   */
  public void check() {
    InputBounds.number("length of a line's stream", stream.length(), 1, MAX_STREAM_LENGTH);
    InputBounds.number("length of a line", text.length(), 0, JobLog.MAX_LINE_LENGTH);
    if (mark != null) {
      InputBounds.number("length of a line's mark", mark.length(), 0, JobLog.MAX_MARK_LENGTH);
    }
  }
}
