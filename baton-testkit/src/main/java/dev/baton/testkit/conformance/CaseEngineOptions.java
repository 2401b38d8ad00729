// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flowrunner.FlowOptions;

/** The engine options of a case step. */
record CaseEngineOptions(
    boolean parallel,
    int maxWorkers,
    boolean deferReverts,
    boolean neverResolve,
    boolean injectTransient) {

  private static final int WORKERS_UNLESS_SAID = 4;

  /** The defaults of the case format. */
  static final CaseEngineOptions SERIAL =
      new CaseEngineOptions(false, WORKERS_UNLESS_SAID, false, false, true);

  /** Returns these options, with the keys replaced that the JSON contains. */
  CaseEngineOptions with(JsonNode json) {
    JsonNode options = json.path("options");
    return new CaseEngineOptions(
        json.has("kind") ? "parallel".equals(json.get("kind").textValue()) : parallel,
        json.path("max_workers").asInt(maxWorkers),
        options.path("defer_reverts").asBoolean(deferReverts),
        options.path("never_resolve").asBoolean(neverResolve),
        options.path("inject_transient").asBoolean(injectTransient));
  }

  /**
   * Returns the options for Baton's runner. Defaults of Baton that differ from the reference
   * library are switched off.
   */
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
