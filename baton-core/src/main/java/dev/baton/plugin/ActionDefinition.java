// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.InvalidInputException;
import dev.baton.flow.FlowNode;
import dev.baton.job.RetryPolicy;
import dev.baton.member.ActionInfo;
import dev.baton.service.ForeignInterrupts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action as it was registered.
 *
 * @param plugin name of the plugin that brings it
 * @param requires capabilities that every job of it requires, in order
 * @param timeout of jobs that name none; null is without limit
 * @param retry of jobs that name none
 * @param adminOnly whether only administrators may post it
 * @param handlesCancel whether it heeds a cancel itself, so that the job is final when it has
 * @param flow makes the flow that the body runs; null if it runs none, or one of its own making
 */
public record ActionDefinition<P extends Record>(
    String name,
    String plugin,
    String description,
    ActionParameters<P> parameters,
    List<String> requires,
    @Nullable Duration timeout,
    RetryPolicy retry,
    boolean adminOnly,
    boolean handlesCancel,
    Action<P> body,
    @Nullable FlowFactory<P> flow) {

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

  /**
   * The flow that the action would run with these parameters.
   *
   * @param payload of a job
   * @return empty if the action is no flow
   * @throws InvalidInputException if the parameters do not fit, or give no flow
   */
  public Optional<FlowNode> flowOf(@Nullable String payload) {
    FlowFactory<P> factory = flow;
    return factory == null ? Optional.empty() : Optional.of(make(factory, payload));
  }

  private FlowNode make(FlowFactory<P> factory, @Nullable String payload) {
    P values = parameters.parse(payload);
    try {
      return ForeignInterrupts.contain(() -> factory.flow(values));
    } catch (InvalidInputException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw new InvalidInputException(
          "the flow of action '" + name + "' cannot be made with these parameters: " + e, e);
    }
  }

  /** What is shown of it. */
  public ActionInfo info() {
    return new ActionInfo(
        name, plugin, description, parameters.schema(), requires, adminOnly, flow != null);
  }
}
