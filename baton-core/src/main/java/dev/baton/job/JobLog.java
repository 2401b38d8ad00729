// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.util.List;
import java.util.Optional;

/**
 * The log lines of jobs. Blocking and thread-safe. Every method may throw {@link
 * dev.baton.error.UnavailableException}.
 */
public interface JobLog {

  /** The maximum length of a line. The executor splits longer lines. */
  int MAX_LINE_LENGTH = 16_384;

  /**
   * The text at the end of each part of a split line, except the last part. The executor splits a
   * line that is longer than {@link #MAX_LINE_LENGTH}; the next stored line of the same stream
   * continues it.
   */
  String CONTINUES = " [line continues]";

  /** The maximum length of a {@link LogLine#mark()}. */
  int MAX_MARK_LENGTH = 255;

  /**
   * Appends lines. All lines are durable when the method returns.
   *
   * @throws dev.baton.error.LostClaimException if the token is not the newest token of the job
   */
  void append(JobId job, long token, List<LogLine> lines);

  /**
   * Returns lines of a job in the order in which they were appended.
   *
   * @param after {@link NumberedLine#number()} of the last line that was already read; 0 reads from
   *     the start
   * @param limit the maximum number of lines
   */
  List<NumberedLine> read(JobId job, long after, int limit);

  /** Returns the number of lines of a job up to a line. */
  default long count(JobId job, long upTo) {
    return new ScanLog(this, job).count(upTo);
  }

  /**
   * Returns lines of a job by their places, in order.
   *
   * @param skipped the number of lines before the first line to return
   * @param limit the maximum number of lines
   */
  default List<NumberedLine> window(JobId job, long skipped, int limit) {
    return new ScanLog(this, job).window(skipped, limit);
  }

  /**
   * Returns the last lines of a job before a line, in order.
   *
   * @param number returns only lines with a smaller number
   * @param limit the maximum number of lines
   */
  default List<NumberedLine> before(JobId job, long number, int limit) {
    return new ScanLog(this, job).before(number, limit);
  }

  /** Searches the lines of a job, in order. Looks at a bounded number of lines. */
  default LogSearch.Matches find(JobId job, LogSearch search) {
    return new ScanLog(this, job).find(search);
  }

  /**
   * Returns the mark of the last line of a job whose mark starts with the prefix.
   *
   * @return empty if there is no such line, or if the store keeps no marks
   */
  Optional<String> lastMark(JobId job, String prefix);

  /** A stored line and its number. The numbers grow within a job, but may have gaps. */
  record NumberedLine(long number, LogLine line) {}
}
