// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a run of the flow that bodies may read and control, from any thread. */
interface FlowRunView {

  /** The job whose flow runs. */
  JobId job();

  /** The name of the flow. */
  String flow();

  /** The fencing token of the claim under which the flow runs. */
  long token();

  /** The clock of the runner. */
  Clock clock();

  /** The access of the flow to its job: log lines, child jobs, signals. */
  FlowHost host();

  /** The payload of a signal; null if the signal was not sent yet. */
  @Nullable JsonNode signal(String name);

  /** How often the signal was sent. */
  int sent(String signal);

  /** Asks the flow to stop before it starts further atoms. Idempotent. */
  void suspend();

  /** Whether somebody asked the flow to stop. */
  boolean stopRequested();

  /** Reports the progress of an atom. */
  void progress(String atom, double share);

  /** All failures of execute that were known when a body was scheduled. */
  Map<String, dev.baton.flow.Failure> failures();
}
