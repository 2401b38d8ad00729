// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobId;
import dev.baton.logbook.Logbook;
import dev.baton.runner.FlowOptions;
import dev.baton.testkit.FlowBed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One case, step by step. What is kept from step to step, also across kills, is kept here. */
final class CaseRun {

  private final FlowCase flowCase;
  private final FlowBed bed;
  private final FlowOptions.Commits commits;
  private final JobId job;
  private final Calls calls = new Calls();
  private final Injections injections = new Injections();
  private final Map<String, JsonNode> given = new LinkedHashMap<>();
  private @Nullable Play last;

  /**
   * @param bed where all steps keep their progress, under one job
   * @param commits which transitions share a write; a case that stops at one of them expects
   *     nothing later to be stored, and needs a write for each
   */
  CaseRun(FlowCase flowCase, FlowBed bed, FlowOptions.Commits commits) {
    this.flowCase = flowCase;
    this.bed = bed;
    this.job = bed.newJob();
    this.commits = commits;
    give(flowCase.store());
  }

  private void give(JsonNode values) {
    values.properties().forEach(field -> given.put(field.getKey(), field.getValue()));
  }

  /** Takes all steps, and tells what was observed. */
  ObjectNode observe() throws InterruptedException {
    ObjectNode observation = Json.object().put("id", flowCase.id());
    ArrayNode steps = observation.putArray("steps");
    for (Step step : flowCase.steps()) {
      steps.add(observe(step));
    }
    return observation;
  }

  private ObjectNode observe(Step step) throws InterruptedException {
    give(step.store());
    Play play = last;
    if (play == null || !step.sameEngine()) {
      play = play(step);
    }
    last = play;
    JsonNode flow = Objects.requireNonNull(flowCase.flows().get(step.flow()), "no such flow");
    ObjectNode observed = play.perform(step, flow, given);
    if (play.isBuilt()) {
      Optional<Logbook> stored = bed.store().find(job);
      StoredView view = new StoredView(stored, play.atoms(), given);
      observed.put("flow_state", view.flowState());
      observed.set("atoms", view.atoms());
      if (!"killed".equals(observed.get("result").textValue())) {
        observed.set("store", view.store());
      }
    }
    observed.set("trace", play.trace().entries());
    return observed;
  }

  private Play play(Step step) {
    EngineSpec engine = flowCase.engine().with(step.engine());
    injections.keep(!engine.injectTransient());
    return new Play(
        job,
        bed.claim(job),
        engine.options(commits),
        new MortalLogbook(bed.store()),
        new Play.Kept(calls, injections, !flowCase.durable()));
  }
}
