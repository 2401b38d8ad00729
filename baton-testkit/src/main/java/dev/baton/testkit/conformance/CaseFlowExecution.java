// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.BatonException;
import dev.baton.flow.Atom;
import dev.baton.flow.AtomInputs;
import dev.baton.flow.Failure;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowRun;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One flow object with its runner, which the case format calls an engine. It can serve several
 * steps.
 */
final class CaseFlowExecution {

  private final JobId job;
  private final long token;
  private final FlowOptions options;
  private final KillableLogbookStore logbook;
  private final ScriptRunner scriptRunner;
  private final CaseFlowBuilder builder;
  private final boolean oneProcess;
  private @Nullable FlowNode definition;
  // Written by the thread that runs the flow, read by any thread that requests suspension.
  private volatile @Nullable FlowRun run;

  /**
   * The state that is kept from step to step.
   *
   * @param oneProcess whether all steps run in one process, in which the original exceptions stay
   *     available
   */
  record KeptState(CallCounts calls, InjectedValues injections, boolean oneProcess) {}

  CaseFlowExecution(
      JobId job,
      long token,
      FlowOptions options,
      KillableLogbookStore logbook,
      KeptState keptState) {
    this.job = job;
    this.token = token;
    this.options = options;
    this.logbook = logbook;
    this.scriptRunner =
        new ScriptRunner(keptState.calls, new StepTrace(CaseStep.RUN, () -> {}, () -> {}));
    this.builder = new CaseFlowBuilder(scriptRunner, keptState.injections);
    this.oneProcess = keptState.oneProcess;
  }

  StepTrace trace() {
    return scriptRunner.trace();
  }

  boolean isBuilt() {
    return definition != null;
  }

  /** Returns the atoms of the flow, or an empty list if the flow could not be compiled. */
  List<Atom> atoms() {
    FlowRun opened = run;
    return opened == null ? List.of() : opened.plan().atoms();
  }

  /** Runs a step and returns the observed result. */
  ObjectNode perform(CaseStep caseStep, JsonNode flow, Map<String, JsonNode> given)
      throws InterruptedException {
    scriptRunner.next(new StepTrace(caseStep, this::suspend, logbook::kill));
    ObjectNode observed = CaseJson.object();
    try {
      FlowRun opened = opened(flow).inject(given);
      if (caseStep.reset()) {
        opened.reset();
      }
      recordOutcome(opened.run(), observed);
    } catch (ReferenceOnlyException | BatonException e) {
      observed
          .put("result", "raised")
          .set("raised", ErrorCategories.refused(e, this::parametersOf));
    } catch (SimulatedKill e) {
      // The error simulates the death of the process, so only this test code may catch it.
      observed.put("result", "killed");
    }
    return trace().isKilled() ? CaseJson.object().put("result", "killed") : observed;
  }

  private void suspend() {
    FlowRun opened = run;
    if (opened != null && scriptRunner.isRunning()) {
      opened.suspend();
    }
  }

  private FlowRun opened(JsonNode flow) {
    FlowNode flowNode = definition;
    if (flowNode == null) {
      flowNode = builder.build(flow);
      definition = flowNode;
    }
    FlowRun opened = run;
    if (opened == null) {
      opened =
          new FlowRunner(logbook, Clock.system())
              .flow(flowNode)
              .forJob(job, token)
              .options(options)
              .listen(new TraceTransitions(scriptRunner))
              .open();
      run = opened;
    }
    return opened;
  }

  private void recordOutcome(FlowOutcome outcome, ObjectNode observed) {
    switch (outcome) {
      case FlowOutcome.Succeeded it -> observed.put("result", "returned");
      case FlowOutcome.Suspended it -> observed.put("result", "returned");
      case FlowOutcome.Waiting it -> observed.put("result", "returned");
      case FlowOutcome.Reverted it -> raised(it.failures(), observed);
      case FlowOutcome.Failed it -> raised(it.failures(), observed);
    }
  }

  private void raised(List<FlowOutcome.AtomFailure> failures, ObjectNode observed) {
    List<Failure> all = failures.stream().map(FlowOutcome.AtomFailure::failure).toList();
    boolean live = failures.size() == 1 && (oneProcess || happenedNow(failures.getFirst()));
    observed.put("result", "raised").set("raised", ErrorCategories.raised(all, live));
  }

  /** Whether the atom failed in this step. Otherwise its failure is known only from the store. */
  private boolean happenedNow(FlowOutcome.AtomFailure failed) {
    return switch (failed.phase()) {
      case DECIDE -> true;
      case EXECUTE -> trace().hasAnnounced(failed.atom(), "FAILURE");
      case REVERT -> trace().hasAnnounced(failed.atom(), "REVERT_FAILURE");
    };
  }

  /** Returns the names of the parameters that are bound to the symbol in any atom. */
  private Stream<String> parametersOf(String symbol) {
    return atoms().stream()
        .flatMap(atom -> Stream.of(atom.inputs(), atom.revertInputs()))
        .flatMap(atomInputs -> parametersOf(atomInputs, symbol))
        .distinct();
  }

  private static Stream<String> parametersOf(AtomInputs atomInputs, String symbol) {
    return atomInputs.required().stream()
        .filter(parameter -> atomInputs.symbolOf(parameter).equals(symbol))
        .map(parameter -> parameter.name());
  }
}
