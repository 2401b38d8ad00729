// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Answers questions about a log by reading it from the start, for stores that have no better way.
 */
record ScanLog(JobLog log, JobId job) {

  private static final int PAGE = 1000;

  /** Passes the lines after a number to a consumer, until the consumer returns false. */
  private void scan(long after, Predicate<JobLog.NumberedLine> consumer) {
    long last = after;
    boolean more = true;
    while (more) {
      List<JobLog.NumberedLine> page = log.read(job, last, PAGE);
      more = page.stream().allMatch(consumer) && page.size() == PAGE;
      last = page.isEmpty() ? last : page.getLast().number();
    }
  }

  long count(long upTo) {
    long[] count = {0};
    scan(
        0,
        line -> {
          count[0] += line.number() <= upTo ? 1 : 0;
          return line.number() <= upTo;
        });
    return count[0];
  }

  List<JobLog.NumberedLine> window(long skipped, int limit) {
    long[] place = {0};
    List<JobLog.NumberedLine> lines = new ArrayList<>();
    scan(
        0,
        line -> {
          if (place[0]++ >= skipped && lines.size() < limit) {
            lines.add(line);
          }
          return lines.size() < limit;
        });
    return List.copyOf(lines);
  }

  List<JobLog.NumberedLine> before(long number, int limit) {
    Deque<JobLog.NumberedLine> lines = new ArrayDeque<>();
    scan(
        0,
        line -> {
          if (line.number() < number) {
            lines.add(line);
            if (lines.size() > limit) {
              lines.removeFirst();
            }
          }
          return line.number() < number;
        });
    return List.copyOf(lines);
  }

  LogSearch.Matches find(LogSearch search) {
    List<JobLog.NumberedLine> found = new ArrayList<>();
    long[] looked = {0, search.after()};
    boolean[] more = {false};
    scan(
        search.after(),
        line -> {
          more[0] = found.size() >= search.limit() || looked[0] >= search.maxLines();
          if (!more[0]) {
            looked[0]++;
            looked[1] = line.number();
            if (matches(search, line.line())) {
              found.add(line);
            }
          }
          return !more[0];
        });
    return new LogSearch.Matches(found, looked[1], more[0]);
  }

  private static boolean matches(LogSearch search, LogLine line) {
    boolean isInStream = search.stream() == null || search.stream().equals(line.stream());
    return isInStream
        && (search.matchCase()
            ? line.text().contains(search.text())
            : line.text()
                .toLowerCase(Locale.ROOT)
                .contains(search.text().toLowerCase(Locale.ROOT)));
  }
}
