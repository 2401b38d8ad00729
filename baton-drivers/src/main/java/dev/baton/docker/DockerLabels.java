// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels by which the engine finds again what a container does not say of itself. A container also
 * has the labels of its image, which anybody may have built: a value that cannot be read counts as
 * none, and every container that Baton makes has each of these labels, so that the image has no
 * say.
 */
final class DockerLabels {

  /** The value of a label that says nothing. */
  static final String NONE = "";

  /** How long it may run, as a duration of ISO 8601. */
  static final String TIMEOUT = "baton.dev/timeout";

  /** Cores that it needs: those asked for, or else the limit. */
  static final String CPUS = "baton.dev/cpus";

  /** Bytes of memory that it needs: those asked for, or else the limit. */
  static final String MEMORY = "baton.dev/memory";

  /** Why it cannot be started: it stands for one that could not, and never will be. */
  static final String CANNOT_START = "baton.dev/cannot-start";

  /** All of them. */
  static final List<String> ALL = List.of(TIMEOUT, CPUS, MEMORY, CANNOT_START);

  private DockerLabels() {}

  /** How long a container with these labels may run; null is without limit. */
  static @Nullable Duration timeout(Map<String, String> labels) {
    String text = labels.getOrDefault(TIMEOUT, NONE);
    try {
      Duration timeout = text.isEmpty() ? null : Duration.parse(text);
      return timeout == null || !timeout.isPositive() ? null : timeout;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Why a container with these labels cannot be started; null if nothing is known. */
  static @Nullable String cannotStart(Map<String, String> labels) {
    String why = labels.getOrDefault(CANNOT_START, NONE);
    return why.isEmpty() ? null : why;
  }
}
