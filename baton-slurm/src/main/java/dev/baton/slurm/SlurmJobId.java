// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The id of a Slurm job.
 *
 * @param number the number of the submission; all tasks of an array share it
 * @param task the task of an array, or null if the Slurm job is no array
 */
record SlurmJobId(long number, @Nullable Integer task) {

  /** Matches 7, 7_2, and 7_[0-3,5%2] for tasks that share one line. */
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,10})(?:_(?:(\\d{1,9})|\\[([0-9,:-]+)(?:%\\d+)?]))?");

  private static final Pattern RANGE =
      Pattern.compile("(\\d{1,9})(?:-(\\d{1,9})(?::(\\d{1,9}))?)?");
  private static final int MOST = 4_000_001;

  /**
   * Returns all ids that a text names. Returns none for a text of another form, such as the id of a
   * Slurm job step.
   */
  static List<SlurmJobId> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return List.of();
    }
    long number = Long.parseLong(form.group(1));
    String several = form.group(3);
    if (several != null) {
      return Stream.of(several.split(","))
          .flatMapToInt(SlurmJobId::range)
          .mapToObj(task -> new SlurmJobId(number, task))
          .toList();
    }
    String one = form.group(2);
    return List.of(new SlurmJobId(number, one == null ? null : Integer.valueOf(one)));
  }

  private static IntStream range(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return IntStream.empty();
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    int step = range.group(3) == null ? 1 : Math.max(1, Integer.parseInt(range.group(3)));
    return IntStream.iterate(first, task -> task <= last, task -> task + step).limit(MOST);
  }
}
