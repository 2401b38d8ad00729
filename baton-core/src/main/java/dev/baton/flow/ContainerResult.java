// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a container ended: the result of a job of {@link Container#ACTION}, and of a task that is
 * one.
 *
 * @param engine name of the engine that ran it
 * @param name of the engine job
 * @param reason why it is over, as {@link dev.baton.engine.EngineReason#text()}
 * @param exitCode null if it never ran or the code is not known
 * @param succeeded how many of its instances ended well; a plain job is one
 * @param failed how many did not
 * @param message what the engine said, for people
 * @param started when its program started, as ISO 8601 text; null if it did not
 * @param finished when it was over, as ISO 8601 text; null if it was never made
 * @param lastLines the last lines that are not blank, long ones cut
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

  /** What it printed last; empty if it printed nothing. */
  public Optional<String> lastLine() {
    return lastLines.isEmpty() ? Optional.empty() : Optional.of(lastLines.getLast());
  }
}
