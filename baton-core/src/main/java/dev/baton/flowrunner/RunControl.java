// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.job.JobId;
import dev.baton.job.SentSignals;
import dev.baton.logbook.AtomDetail;
import dev.baton.service.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of other threads to a running flow, and the information about the run of the flow
 * that bodies may read from any thread.
 */
final class RunControl {

  /** The job, flow and claim of a run of the flow, with its clock and host. */
  record Identity(JobId job, String flow, long token, int round, Clock clock, FlowHost host) {}

  /** The progress of an atom, from 0 to 1. */
  record Progress(String atom, double share) {}

  private final Identity identity;
  private final Supplier<SortedMap<String, JsonNode>> source;
  private final CallerInterrupts callerInterrupts;
  private final Queue<Progress> progress = new ConcurrentLinkedQueue<>();

  // Any thread sets these fields; the thread of the flow reads and clears them.
  private volatile boolean suspend;
  private volatile boolean revert;
  private volatile boolean reverts;
  private volatile boolean revertAgain;
  private volatile @Nullable Failure revertReason;

  // The thread of the flow sets these fields; bodies read them.
  private volatile SortedMap<String, JsonNode> signals = new TreeMap<>();
  private volatile Runnable onRequest = () -> {};
  private volatile Supplier<Map<String, Failure>> failures = Map::of;

  RunControl(
      Identity identity,
      Supplier<SortedMap<String, JsonNode>> source,
      CallerInterrupts callerInterrupts) {
    this.identity = identity;
    this.source = source;
    this.callerInterrupts = callerInterrupts;
  }

  Identity identity() {
    return identity;
  }

  CallerInterrupts interruptions() {
    return callerInterrupts;
  }

  void failuresFrom(Supplier<Map<String, Failure>> supplier) {
    failures = supplier;
  }

  /** Sets a callback that the requesting thread calls after each request. */
  void onRequest(Runnable callback) {
    onRequest = callback;
  }

  void suspend() {
    suspend = true;
    onRequest.run();
  }

  /** Requests a revert, optionally with a reason. The first reason is kept. */
  void revert(@Nullable Failure why) {
    revertReason = revertReason == null ? why : revertReason;
    reverts = true;
    revert = true;
    onRequest.run();
  }

  /** The reason for the requested revert; null if none was given. */
  @Nullable Failure revertReason() {
    return revertReason;
  }

  void revertAgain() {
    revertAgain = true;
  }

  boolean takeRevertAgain() {
    boolean asked = revertAgain;
    revertAgain = false;
    return asked;
  }

  /** Handles pending requests on the thread of the flow. */
  void handleRequests(Runnable onSuspend, Runnable onRevert) {
    if (revert) {
      revert = false;
      onRevert.run();
    }
    if (suspend) {
      onSuspend.run();
    }
  }

  /** Whether a revert was requested, including a request that is already handled. */
  boolean isRevertRequested() {
    return reverts;
  }

  boolean isSuspendRequested() {
    return suspend;
  }

  /** Forgets all requests at the end of a run of the flow. */
  void clear() {
    suspend = false;
    revert = false;
    reverts = false;
    revertAgain = false;
    revertReason = null;
  }

  @Nullable Progress takeProgress() {
    return progress.poll();
  }

  void refreshSignals() {
    signals = source.get();
  }

  /** All signals as they were last read. */
  SortedMap<String, JsonNode> signals() {
    return signals;
  }

  /** The value that was sent with a signal; null if the signal was not sent yet. */
  @Nullable JsonNode signal(String name) {
    return signals.get(name);
  }

  /** How often the signal was sent. */
  int sent(String signal) {
    return SentSignals.count(signals, signal);
  }

  /** Whether a signal was sent again after the attempt of the atom that last used it. */
  boolean isSent(AtomDetail atom, String signal) {
    return sent(signal) > atom.used().getOrDefault(signal, 0);
  }

  boolean stopRequested() {
    return suspend || reverts;
  }

  /** Reports the progress of an atom. */
  void progress(String atom, double share) {
    progress.add(new Progress(atom, share));
  }

  /** All failures of execute that were known when a body was scheduled. */
  Map<String, Failure> failures() {
    return failures.get();
  }
}
