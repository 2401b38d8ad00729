// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.BatonException;
import dev.baton.flow.Atom;
import dev.baton.flow.Failure;
import dev.baton.flow.Inputs;
import dev.baton.flow.Node;
import dev.baton.job.JobId;
import dev.baton.runner.FlowOptions;
import dev.baton.runner.FlowOutcome;
import dev.baton.runner.FlowRun;
import dev.baton.runner.FlowRunner;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One flow object and what runs it: what the cases call an engine. It may serve several steps. */
final class Play {

  private final JobId job;
  private final long token;
  private final FlowOptions options;
  private final MortalLogbook logbook;
  private final Stage stage;
  private final FlowBuilder builder;
  private final boolean oneProcess;
  private @Nullable Node definition;
  // Written by the thread that runs the flow, read by whatever thread asks for suspension.
  private volatile @Nullable FlowRun run;

  /**
   * What is kept from step to step.
   *
   * @param oneProcess whether all steps are taken in one process, where errors that happened stay
   *     at hand
   */
  record Kept(Calls calls, Injections injections, boolean oneProcess) {}

  Play(JobId job, long token, FlowOptions options, MortalLogbook logbook, Kept kept) {
    this.job = job;
    this.token = token;
    this.options = options;
    this.logbook = logbook;
    this.stage = new Stage(kept.calls, new Trace(Step.RUN, () -> {}, () -> {}));
    this.builder = new FlowBuilder(stage, kept.injections);
    this.oneProcess = kept.oneProcess;
  }

  Trace trace() {
    return stage.trace();
  }

  boolean isBuilt() {
    return definition != null;
  }

  /** The atoms of the flow; none when it could not be compiled. */
  List<Atom> atoms() {
    FlowRun opened = run;
    return opened == null ? List.of() : opened.plan().atoms();
  }

  /** Takes a step; tells how it ended. */
  ObjectNode perform(Step step, JsonNode flow, Map<String, JsonNode> given)
      throws InterruptedException {
    stage.next(new Trace(step, this::suspend, logbook::die));
    ObjectNode observed = Json.object();
    try {
      FlowRun opened = opened(flow).give(given);
      if (step.reset()) {
        opened.reset();
      }
      tell(opened.run(), observed);
    } catch (CaseError | BatonException e) {
      observed.put("result", "raised").set("raised", Errors.refused(e, this::parametersOf));
    } catch (Killed e) {
      // What it takes to see the death of a process from inside of it.
      observed.put("result", "killed");
    }
    return trace().isKilled() ? Json.object().put("result", "killed") : observed;
  }

  private void suspend() {
    FlowRun opened = run;
    if (opened != null && stage.isRunning()) {
      opened.suspend();
    }
  }

  private FlowRun opened(JsonNode flow) {
    Node node = definition;
    if (node == null) {
      node = builder.build(flow);
      definition = node;
    }
    FlowRun opened = run;
    if (opened == null) {
      opened =
          new FlowRunner(logbook, Clock.system())
              .flow(node)
              .of(job, token)
              .options(options)
              .listen(new Announcing(stage))
              .open();
      run = opened;
    }
    return opened;
  }

  private void tell(FlowOutcome outcome, ObjectNode observed) {
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
    observed.put("result", "raised").set("raised", Errors.raised(all, live));
  }

  /** Whether it failed in this step, and is not known from the store alone. */
  private boolean happenedNow(FlowOutcome.AtomFailure failed) {
    return switch (failed.phase()) {
      case DECIDE -> true;
      case EXECUTE -> trace().hasAnnounced(failed.atom(), "FAILURE");
      case REVERT -> trace().hasAnnounced(failed.atom(), "REVERT_FAILURE");
    };
  }

  /** The names of the parameters of any atom that are bound to a symbol. */
  private Stream<String> parametersOf(String symbol) {
    return atoms().stream()
        .flatMap(atom -> Stream.of(atom.inputs(), atom.revertInputs()))
        .flatMap(inputs -> parametersOf(inputs, symbol))
        .distinct();
  }

  private static Stream<String> parametersOf(Inputs inputs, String symbol) {
    return inputs.required().stream()
        .filter(parameter -> inputs.symbolOf(parameter).equals(symbol))
        .map(parameter -> parameter.name());
  }
}
