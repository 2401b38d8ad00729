// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What bodies, on whatever thread, may know and ask of the run that calls them. */
interface FlowRunView {

  JobId job();

  String flow();

  long token();

  Clock clock();

  FlowHost host();

  /** What was sent under the name of a signal; null for nothing yet. */
  @Nullable JsonNode signal(String name);

  /** How often a signal was sent. */
  int sent(String signal);

  void suspend();

  boolean stopRequested();

  /** Takes note of how far an atom is. */
  void progress(String atom, double share);

  /** All failures of execute that were known when a body was scheduled. */
  Map<String, dev.baton.flow.Failure> failures();
}
