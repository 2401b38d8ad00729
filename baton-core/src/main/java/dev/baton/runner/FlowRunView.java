// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a run of the flow that bodies may read and control, from any thread. */
interface FlowRunView {

  JobId job();

  String flow();

  long token();

  Clock clock();

  FlowHost host();

  /** The payload of a signal; null if the signal was not sent yet. */
  @Nullable JsonNode signal(String name);

  /** How often the signal was sent. */
  int sent(String signal);

  void suspend();

  boolean stopRequested();

  /** Reports the progress of an atom. */
  void progress(String atom, double share);

  /** All failures of execute that were known when a body was scheduled. */
  Map<String, dev.baton.flow.Failure> failures();
}
