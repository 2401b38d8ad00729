// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.job.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of a container that is to be undone.
 *
 * @param state SUCCESS, FAILED or CANCELED
 * @param result the result of the container, if known
 * @param message the status message of the job, for display
 */
public record EndedContainer(
    JobState state, Optional<ContainerResult> result, @Nullable String message) {

  /**
   * The prefix of the environment variables that describe the ended container to its undo
   * container.
   */
  public static final String VARIABLE_PREFIX = "BATON_UNDO_";

  private static final int MAX_MESSAGE = 4_000;

  /** The same information as environment variables. Unknown values are left out. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put(VARIABLE_PREFIX + "STATE", state.name());
    if (message != null) {
      variables.put(
          VARIABLE_PREFIX + "MESSAGE",
          message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
    }
    result.ifPresent(end -> {
      variables.put(VARIABLE_PREFIX + "RESULT", JsonValues.write(end).toString());
      end.lastLine().ifPresent(line -> variables.put(VARIABLE_PREFIX + "LAST_LINE", line));
      if (end.exitCode() != null) {
        variables.put(VARIABLE_PREFIX + "EXIT_CODE", end.exitCode().toString());
      }
    });
    variables.replaceAll((name, value) -> value.replace('\0', '\uFFFD'));
    return variables;
  }
}
