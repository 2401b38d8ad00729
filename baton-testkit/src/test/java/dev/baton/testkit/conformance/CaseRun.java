// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobId;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.runner.FlowOptions;
import dev.baton.service.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One case, step by step. What is kept from step to step, also across kills, is kept here. */
final class CaseRun {

  private final FlowCase flowCase;
  private final Supplier<LogbookStore> stores;
  private final FlowOptions.Commits commits;
  private final JobId job = JobId.create(Clock.system().now());
  private final Calls calls = new Calls();
  private final Injections injections = new Injections();
  private final Map<String, JsonNode> given = new LinkedHashMap<>();
  private long token;
  private @Nullable Play last;

  /**
   * @param stores opens the one store that all steps work on
   * @param commits which transitions share a write; a case that stops at one of them expects
   *     nothing later to be stored, and needs a write for each
   */
  CaseRun(FlowCase flowCase, Supplier<LogbookStore> stores, FlowOptions.Commits commits) {
    this.flowCase = flowCase;
    this.stores = stores;
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
    ObjectNode observed = play.perform(step, flowCase.flows().get(step.flow()), given);
    if (play.isBuilt()) {
      Optional<Logbook> stored = stores.get().find(job);
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
    token++;
    return new Play(
        job, token, engine.options(commits), new MortalLogbook(stores.get()), calls, injections);
  }
}
