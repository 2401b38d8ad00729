// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.job.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action as it was registered.
 *
 * @param plugin name of the plugin that brings it
 * @param requires capabilities that every job of it requires, in order
 * @param timeout of jobs that name none; null is without limit
 * @param retry of jobs that name none
 * @param adminOnly whether only administrators may post it
 */
public record ActionDefinition<P extends Record>(
    String name,
    String plugin,
    String description,
    Parameters<P> parameters,
    List<String> requires,
    @Nullable Duration timeout,
    RetryPolicy retry,
    boolean adminOnly,
    Action<P> body) {

  public ActionDefinition {
    requires = List.copyOf(requires);
  }

  /**
   * Parses the job's payload and runs the body on this thread.
   *
   * @throws dev.baton.error.InvalidInputException if the payload does not fit: no attempt can help
   * @throws Exception what the body throws
   */
  public void run(JobRun run) throws Exception {
    body.run(run, parameters.parse(run.job().spec().payload()));
  }

  /** What is shown of it. */
  public ActionInfo info() {
    return new ActionInfo(name, plugin, description, parameters.schema(), requires, adminOnly);
  }
}
