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
 * A registered action.
 *
 * @param plugin the name of the plugin that provides the action
 * @param requires capabilities that every job of the action requires, in order
 * @param timeout the timeout of jobs that declare none; null means no limit
 * @param retry the retry policy of jobs that declare none
 * @param adminOnly whether only administrators may post the action
 * @param handlesCancel whether the action handles a cancel itself. A cancelled job then becomes
 *     final only when the action has handled the cancel
 * @param flow makes the flow that the body runs; null if the body runs no flow, or a flow that it
 *     creates itself
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
   * Parses the payload of the job and runs the body on this thread.
   *
   * @throws dev.baton.error.InvalidInputException if the payload does not match the parameters. A
   *     further attempt cannot succeed
   * @throws Exception if the body throws
   */
  public void run(JobRun run) throws Exception {
    body.run(run, parameters.parse(run.job().spec().payload()));
  }

  /**
   * Makes the flow that the action would run with these parameters.
   *
   * @param payload the payload of a job
   * @return empty if the action is not a flow
   * @throws InvalidInputException if the parameters are invalid or no flow can be made from them
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
          "the flow of action '" + name + "' cannot be created with these parameters: " + e, e);
    }
  }

  /** The information about the action that users see. */
  public ActionInfo info() {
    return new ActionInfo(
        name, plugin, description, parameters.schema(), requires, adminOnly, flow != null);
  }
}
