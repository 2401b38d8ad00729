// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineLabels;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names and labels of engine jobs. A resumed attempt uses the name of the interrupted attempt,
 * and so finds its engine job. An attempt after a failure has a new name.
 */
final class ContainerNames {

  static final String OWNER = "baton.dev/owner";
  static final String FAILURES = "baton.dev/failures";
  static final String KEEP = "baton.dev/keep";

  private static final String PREFIX = "baton.dev/";
  private static final int MAX_VALUE = 63;

  private ContainerNames() {}

  static String of(Job job) {
    int failures = job.status().failures();
    return "baton-" + job.id().uuid() + (failures == 0 ? "" : "-" + failures);
  }

  static Map<String, String> labels(Job job, long token, ContainerOptions options) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(EngineLabels.JOB, job.id().uuid());
    labels.put(EngineLabels.TOKEN, String.valueOf(token));
    labels.put(FAILURES, String.valueOf(job.status().failures()));
    labels.put(OWNER, value(job.origin().owner()));
    // Set to an empty text if there is no value, because a container also inherits the labels of
    // its image.
    labels.put(KEEP, options.keep() == null ? "" : String.valueOf(options.keep().toSeconds()));
    return labels;
  }

  /**
   * Refuses labels with the prefix that Baton uses to recognise its engine jobs.
   *
   * @throws InvalidInputException naming the first such label
   */
  static void checkFree(Map<String, String> labels) {
    for (String key : labels.keySet()) {
      if (key.startsWith(PREFIX)) {
        throw InvalidInputException.ofAttribute(
            "labels",
            "labels has '" + key + "'; those that begin with " + PREFIX + " are Baton's own");
      }
    }
  }

  /** Converts any text to a valid label value. Short texts of allowed characters stay unchanged. */
  static String value(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9_.-]", "_");
    if (plain.equals(text) && plain.length() <= MAX_VALUE && plain.matches("[A-Za-z0-9].*")) {
      return plain.replaceAll("[_.-]+$", "x");
    }
    String hash = Integer.toHexString(text.hashCode());
    String start = plain.replaceAll("^[^A-Za-z0-9]+", "");
    int room = MAX_VALUE - hash.length() - 1;
    return (start.length() > room ? start.substring(0, room) : start) + "-" + hash;
  }

  /** The job for which an engine job was made, if its labels name a job. */
  static Optional<JobId> job(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(EngineLabels.JOB)).map(JobId::new);
  }

  /**
   * How long the engine job with these labels is kept after its end. Zero if the label is not a
   * number of seconds, because anybody may have set the label.
   */
  static Duration keep(Map<String, String> labels) {
    String seconds = labels.getOrDefault(KEEP, "");
    return seconds.matches("\\d{1,18}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  /** Whether the job may still need the engine job with these labels. */
  static boolean isWanted(Job job, Map<String, String> labels) {
    String failures = labels.getOrDefault(FAILURES, "0");
    return !job.state().isFinal() && failures.equals(String.valueOf(job.status().failures()));
  }
}
