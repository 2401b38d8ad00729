// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.runner.FlowOptions;

/** The engine that a step wants. */
record CaseEngineOptions(
    boolean parallel,
    int maxWorkers,
    boolean deferReverts,
    boolean neverResolve,
    boolean injectTransient) {

  private static final int WORKERS_UNLESS_SAID = 4;

  /** What the format says for a case that says nothing. */
  static final CaseEngineOptions SERIAL =
      new CaseEngineOptions(false, WORKERS_UNLESS_SAID, false, false, true);

  /** This one, with those keys replaced that are given. */
  CaseEngineOptions with(JsonNode json) {
    JsonNode options = json.path("options");
    return new CaseEngineOptions(
        json.has("kind") ? "parallel".equals(json.get("kind").textValue()) : parallel,
        json.path("max_workers").asInt(maxWorkers),
        options.path("defer_reverts").asBoolean(deferReverts),
        options.path("never_resolve").asBoolean(neverResolve),
        options.path("inject_transient").asBoolean(injectTransient));
  }

  /** The same in Baton's words. What Baton does better by default is switched off for the cases. */
  FlowOptions options(FlowOptions.Commits commits) {
    return FlowOptions.DEFAULT
        .withMaxWorkers(parallel ? maxWorkers : 0)
        .withDeferReverts(deferReverts)
        .withNeverResolve(neverResolve)
        .withHaltOnUndecided(true)
        .withDefinitionChange(FlowOptions.DefinitionChange.MAP)
        .withCommits(commits);
  }
}
