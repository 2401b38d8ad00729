// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.error.InvalidInputException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position at which a line of output ends.
 *
 * @param pod the name of the pod
 * @param stamp the time that the node gave to the line
 * @param count the number of earlier lines with the same time stamp
 * @param offset the bytes from the start of the line; a long line may be read in parts
 */
record PodLogPosition(String pod, Instant stamp, int count, long offset) {

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9.-]{1,63})/(\\d{1,12})\\.(\\d{9})/(\\d{1,6})/(\\d{1,12})");

  /**
   * How many characters at the start of a pod's name certainly belong to the name of its Kubernetes
   * job. Kubernetes cuts the start of a pod's name to 58 characters, of which the number of an
   * instance may take seven.
   */
  private static final int PREFIX = 51;

  /** Returns the position at the start of the output of a pod. */
  static PodLogPosition start(String pod) {
    return new PodLogPosition(pod, Instant.EPOCH, 0, 0);
  }

  boolean isStart() {
    return stamp.equals(Instant.EPOCH);
  }

  static @Nullable PodLogPosition parse(String job, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher form = FORM.matcher(text);
    String prefix = (job + "-").substring(0, Math.min(PREFIX, job.length() + 1));
    if (!form.matches() || !form.group(1).startsWith(prefix)) {
      throw new InvalidInputException(
          "position '"
              + text
              + "' is not a position in the output of job '"
              + job
              + "'; start without a position");
    }
    return new PodLogPosition(
        form.group(1),
        Instant.ofEpochSecond(Long.parseLong(form.group(2)), Long.parseLong(form.group(3))),
        Integer.parseInt(form.group(4)),
        Long.parseLong(form.group(5)));
  }

  String text() {
    return "%s/%d.%09d/%d/%d"
        .formatted(pod, stamp.getEpochSecond(), stamp.getNano(), count, offset);
  }
}
