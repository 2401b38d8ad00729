// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.backend.Backend;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowRun;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Jobs;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.member.ActionInfo;
import dev.baton.plugin.ActionDefinition;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the flows of jobs. It never runs or changes a flow. Thread-safe. */
record FlowReader(
    Catalogue catalogue, ActionAvailability actionAvailability, Backend backend, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(FlowReader.class);

  /** Whether the job runs a flow, or has run one. */
  boolean isFlow(Job job) {
    return actionAvailability.isFlow(job.spec().action()) || stored(job).isPresent();
  }

  /**
   * Whether a cancel of the running job is passed to its action, which can then revert its work.
   * For other jobs, a cancel ends the job at once.
   */
  boolean handlesCancel(Job job) {
    return actionAvailability.known().actionsThatHandleCancel().contains(job.spec().action())
        || isFlow(job);
  }

  /**
   * Checks that the job runs a flow.
   *
   * @throws InvalidInputException if the job runs no flow
   */
  void requireFlow(Job job) {
    if (!isFlow(job)) {
      throw new InvalidInputException(
          job.id()
              + " runs no flow: its action '"
              + job.spec().action()
              + "' has no atoms that can be shown, reverted or run again");
    }
  }

  /**
   * Returns the stored progress of the job's flow. If the job continues the flow of another job and
   * has not stored progress of its own, returns the progress of that other job.
   */
  Optional<Logbook> stored(Job job) {
    return backend
        .logbook()
        .flatMap(store -> store.find(job.id()).or(() -> continuedJob(job).flatMap(store::find)));
  }

  /** Returns the id of the final job whose flow the given job continues; empty for other jobs. */
  static Optional<JobId> continuedJob(Job job) {
    JsonNode said = job.status().signals().get(Jobs.CONTINUE_SIGNAL);
    return said == null ? Optional.empty() : Optional.of(JobId.parse(said.path("job").asText()));
  }

  /**
   * The steps that the flow of this job made. Steps of a job that this job continues are not
   * included.
   */
  List<FlowTransition> steps(Job job, int offset, int limit) {
    return backend
        .logbook()
        .map(store -> store.transitions(job.id(), offset, limit))
        .orElseGet(List::of);
  }

  /**
   * The flow definition that an action creates from these parameters.
   *
   * @throws InvalidInputException if the action runs no flow, or the parameters are invalid
   * @throws ConflictException if the action runs a flow that this server does not have
   * @throws NotFoundException if no process knows the action
   */
  FlowNode definition(String action, @Nullable String payload) {
    ActionDefinition<?> known = catalogue.action(action).orElse(null);
    if (known != null) {
      return known.flowOf(payload).orElseThrow(() -> noFlow(action));
    }
    ActionInfo announced =
        actionAvailability
            .known()
            .find(action)
            .orElseThrow(() -> new NotFoundException("action '" + action + "' is unknown"));
    if (!announced.flow()) {
      throw noFlow(action);
    }
    throw new ConflictException(
        "the flow '"
            + action
            + "' belongs to plugin '"
            + announced.plugin()
            + "', which executors have but this server does not; to show the whole flow, start the"
            + " server with the same --plugins");
  }

  /**
   * Returns the definition of the job's flow, or null if this server does not have it. The stored
   * progress can be shown without a definition.
   */
  @Nullable FlowNode definitionIfAny(Job job) {
    try {
      return definition(job.spec().action(), job.spec().payload());
    } catch (ConflictException | InvalidInputException | NotFoundException e) {
      return null;
    }
  }

  /** Whether this server has the flow definition of the job. Otherwise only executors have it. */
  boolean isDefinitionKnown(Job job) {
    return definitionIfAny(job) != null;
  }

  private static InvalidInputException noFlow(String action) {
    return new InvalidInputException(
        "action '" + action + "' runs no flow: it has no atoms that can be shown");
  }

  /**
   * Opens the flow of a job with its definition and its stored state. Operations on the returned
   * run change nothing in the store.
   *
   * @throws dev.baton.error.BatonException as {@link #definition} does, or if the store keeps no
   *     flow progress
   */
  FlowRun open(Job job) {
    FlowNode definition = definition(job.spec().action(), job.spec().payload());
    FlowRunner.Opening opening =
        new FlowRunner(new ReadOnlyLogbookStore(store()), clock)
            .flow(definition)
            .forJob(job.id(), 0)
            // Here, a stored flow that does not fit the definition is accepted. Executors refuse
            // such a flow, and an operator must see it to decide what to do.
            .options(FlowOptions.DEFAULT.withDefinitionChange(FlowOptions.DefinitionChange.MAP));
    stored(job).ifPresent(opening::continueFrom);
    return opening.open();
  }

  /**
   * The inputs of an atom by parameter name; empty if this server does not have the definition of
   * the flow, or the definition no longer has the atom.
   */
  Map<String, JsonNode> inputs(Job job, String atom) {
    try {
      return open(job).inputs(atom);
    } catch (RuntimeException e) {
      // Catches all exceptions, because plugins create the nodes of an each-flow from the stored
      // list and can throw anything.
      LOG.debug("inputs of an atom cannot be shown: job={} atom={}", job.id(), atom, e);
      return Map.of();
    }
  }

  private LogbookStore store() {
    return backend
        .logbook()
        .orElseThrow(() ->
            new ConflictException(
                "the store '" + backend.description() + "' keeps no progress of flows"));
  }
}
