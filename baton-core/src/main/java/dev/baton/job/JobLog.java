// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.util.List;
import java.util.Optional;

/**
 * The lines that jobs log. Blocking and thread-safe; every method may throw {@link
 * dev.baton.error.UnavailableException}.
 */
public interface JobLog {

  /** The longest line; longer ones are split by the executor. */
  int MAX_LINE_LENGTH = 16_384;

  /**
   * Ends each stored line but the last of a text line that is longer than {@link #MAX_LINE_LENGTH}:
   * the next line of the same stream goes on with it.
   */
  String CONTINUES = " [line continues]";

  /** The longest {@link LogLine#mark()}. */
  int MAX_MARK_LENGTH = 255;

  /**
   * Appends lines, all durable on return.
   *
   * @throws dev.baton.error.LostClaimException if the token is not the newest of the job
   */
  void append(JobId job, long token, List<LogLine> lines);

  /**
   * Lines of a job in the order in which they were appended.
   *
   * @param after {@link NumberedLine#number()} of the last line already read; 0 from the start
   * @param limit at most so many
   */
  List<NumberedLine> read(JobId job, long after, int limit);

  /**
   * The mark of the last line of a job whose mark begins so.
   *
   * @return empty if there is none, or where lines are kept without marks
   */
  Optional<String> lastMark(JobId job, String prefix);

  /** A stored line and its number, which grows within a job, not necessarily by one. */
  record NumberedLine(long number, LogLine line) {}
}
