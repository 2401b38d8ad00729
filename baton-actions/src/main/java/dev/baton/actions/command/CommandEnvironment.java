// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.plugin.JobRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the environment of a command. */
final class CommandEnvironment {
  private static final String OWN = "BATON_";

  private CommandEnvironment() {}

  /**
   * The environment of Baton without Baton's settings, which contain passwords; then the job's
   * variables; then variables that describe the job.
   */
  static Map<String, String> of(JobRun run, Map<String, String> given) {
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith(OWN));
    environment.putAll(given);
    environment.put(OWN + "JOB_ID", run.job().id().toString());
    environment.put(OWN + "ATTEMPT", String.valueOf(run.attempt()));
    environment.put(OWN + "FENCING_TOKEN", String.valueOf(run.fencingToken()));
    environment.put(OWN + "IDEMPOTENCY_KEY", run.idempotencyKey());
    return environment;
  }
}
