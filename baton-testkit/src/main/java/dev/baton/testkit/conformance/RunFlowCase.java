// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.JobId;
import dev.baton.logbook.Logbook;
import dev.baton.testkit.backend.FlowTestStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one case step by step. It holds the state that lasts from step to step, also across kills.
 */
final class RunFlowCase {

  private final FlowCase flowCase;
  private final FlowTestStore testStore;
  private final FlowOptions.Commits commits;
  private final JobId job;
  private final CallCounts callCounts = new CallCounts();
  private final InjectedValues injectedValues = new InjectedValues();
  private final Map<String, JsonNode> given = new LinkedHashMap<>();
  private @Nullable CaseFlowExecution last;

  /**
   * @param testStore the store in which all steps keep their progress, under one job
   * @param commits which transitions share a write. A case that suspends or crashes at a transition
   *     expects that no later transition is stored, so it needs one write for each transition.
   */
  RunFlowCase(FlowCase flowCase, FlowTestStore testStore, FlowOptions.Commits commits) {
    this.flowCase = flowCase;
    this.testStore = testStore;
    this.job = testStore.newJob();
    this.commits = commits;
    give(flowCase.store());
  }

  private void give(JsonNode values) {
    values.properties().forEach(field -> given.put(field.getKey(), field.getValue()));
  }

  /** Runs all steps and returns the observation. */
  ObjectNode observe() throws InterruptedException {
    ObjectNode observation = CaseJson.object().put("id", flowCase.id());
    ArrayNode steps = observation.putArray("steps");
    for (CaseStep caseStep : flowCase.steps()) {
      steps.add(observe(caseStep));
    }
    return observation;
  }

  private ObjectNode observe(CaseStep caseStep) throws InterruptedException {
    give(caseStep.store());
    CaseFlowExecution caseEngine = last;
    if (caseEngine == null || !caseStep.sameEngine()) {
      caseEngine = play(caseStep);
    }
    last = caseEngine;
    JsonNode flow = Objects.requireNonNull(flowCase.flows().get(caseStep.flow()), "no such flow");
    ObjectNode observed = caseEngine.perform(caseStep, flow, given);
    if (caseEngine.isBuilt()) {
      Optional<Logbook> stored = testStore.store().find(job);
      StoredFlowView view = new StoredFlowView(stored, caseEngine.atoms(), given);
      observed.put("flow_state", view.flowState());
      observed.set("atoms", view.atoms());
      if (!"killed".equals(observed.get("result").textValue())) {
        observed.set("store", view.store());
      }
    }
    observed.set("trace", caseEngine.trace().entries());
    return observed;
  }

  private CaseFlowExecution play(CaseStep caseStep) {
    CaseEngineOptions engine = flowCase.engine().with(caseStep.engine());
    injectedValues.keep(!engine.injectTransient());
    return new CaseFlowExecution(
        job,
        testStore.claim(job),
        engine.options(commits),
        new KillableLogbookStore(testStore.store()),
        new CaseFlowExecution.KeptState(callCounts, injectedValues, !flowCase.durable()));
  }
}
