// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a container. It is the result of a job of {@link Container#ACTION}, and of a container
 * task.
 *
 * @param engine the name of the engine that ran the container
 * @param name the name of the engine job
 * @param reason why the engine job ended, as {@link dev.baton.engine.EngineReason#text()}
 * @param exitCode null if the program never ran or its exit code is unknown
 * @param succeeded the number of instances that succeeded; a plain engine job has one instance
 * @param failed the number of instances that did not succeed
 * @param message the message of the engine, for display
 * @param started when the program started, as ISO 8601 text; null if it did not start
 * @param finished when the engine job ended, as ISO 8601 text; null if it was never created
 * @param lastLines the last lines of the output that are not blank; long lines are truncated
 */
public record ContainerResult(
    String engine,
    String name,
    @Nullable String reason,
    @Nullable Integer exitCode,
    int succeeded,
    int failed,
    @Nullable String message,
    @Nullable String started,
    @Nullable String finished,
    List<String> lastLines) {

  public ContainerResult {
    lastLines = List.copyOf(lastLines);
  }

  /** The last line of the output that is not blank; empty if there is none. */
  public Optional<String> lastLine() {
    return lastLines.isEmpty() ? Optional.empty() : Optional.of(lastLines.getLast());
  }
}
