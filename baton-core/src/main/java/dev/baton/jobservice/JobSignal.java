// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jobservice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.SentSignals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** A signal that a user sends to a job. */
record JobSignal(String name, JsonNode value) {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_SIGNALS = 100;

  JobSignal {
    InputBounds.name("a signal", name);
    if (name.startsWith(Jobs.RESERVED_SIGNALS)) {
      throw new InvalidInputException(
          "signal '" + name + "': names that begin with 'baton.' are Baton's own; use another");
    }
    int size = value.toString().getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_BYTES) {
      throw new InvalidInputException(
          "the value of signal '"
              + name
              + "' has "
              + size
              + " bytes of JSON; allowed: "
              + MAX_BYTES
              + "; send a reference instead");
    }
  }

  /** Returns the job with a signal that only Baton may send. */
  static Job withReservedSignal(Job job, String name, JsonNode value, Instant now) {
    SortedMap<String, JsonNode> signals = new TreeMap<>(job.status().signals());
    signals.put(name, value);
    return with(job, signals, now);
  }

  /** Returns the job with the signal. If the job waits for a signal, it becomes due now. */
  Job sentTo(Job job, Instant now) {
    SortedMap<String, JsonNode> signals = SentSignals.with(job.status().signals(), name, value);
    long others =
        signals.keySet().stream().filter(key -> !key.startsWith(Jobs.RESERVED_SIGNALS)).count();
    if (others > MAX_SIGNALS) {
      throw new InvalidInputException(
          job.id() + " has " + MAX_SIGNALS + " signals of other names; no more are allowed");
    }
    return with(job, signals, now);
  }

  private static Job with(Job job, SortedMap<String, JsonNode> signals, Instant now) {
    Job signalled = job.withStatus(job.status().toBuilder().signals(signals).build());
    return waits(job) ? signalled.withSpec(due(job.spec(), now)) : signalled;
  }

  /**
   * Whether the job waits for a signal. A job that was posted with a delay and was never started
   * does not.
   */
  private static boolean waits(Job job) {
    return job.state() == JobState.QUEUED
        && job.status().attempt() > 0
        && job.spec().notBefore() != null;
  }

  private static JobSpec due(JobSpec spec, Instant now) {
    return spec.toBuilder().notBefore(now).build();
  }
}
