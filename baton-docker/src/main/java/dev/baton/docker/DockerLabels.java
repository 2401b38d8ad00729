// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels in which the engine stores facts that a container does not show otherwise. A container
 * also gets the labels of its image, and anybody can build an image with such labels. Therefore
 * Baton sets all these labels on each container, so that the labels of the image have no effect,
 * and a value that cannot be read counts as no value.
 */
final class DockerLabels {

  /** The value of a label without information. */
  static final String NONE = "";

  /** The maximum run time, as an ISO 8601 duration. */
  static final String TIMEOUT = "baton.dev/timeout";

  /** The cores that the container needs: the requested cores, or else the limit. */
  static final String CPUS = "baton.dev/cpus";

  /** The bytes of memory that the container needs: the requested bytes, or else the limit. */
  static final String MEMORY = "baton.dev/memory";

  /**
   * The start error of a container that replaces a container that could not start. The replacement
   * is never started.
   */
  static final String CANNOT_START = "baton.dev/cannot-start";

  static final List<String> ALL = List.of(TIMEOUT, CPUS, MEMORY, CANNOT_START);

  private DockerLabels() {}

  /**
   * Returns the maximum run time of a container with these labels, or null if there is no limit.
   */
  static @Nullable Duration timeout(Map<String, String> labels) {
    String text = labels.getOrDefault(TIMEOUT, NONE);
    try {
      Duration timeout = text.isEmpty() ? null : Duration.parse(text);
      return timeout == null || !timeout.isPositive() ? null : timeout;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Returns the reason why a container with these labels cannot be started, or null if there is
   * none.
   */
  static @Nullable String cannotStart(Map<String, String> labels) {
    String why = labels.getOrDefault(CANNOT_START, NONE);
    return why.isEmpty() ? null : why;
  }
}
