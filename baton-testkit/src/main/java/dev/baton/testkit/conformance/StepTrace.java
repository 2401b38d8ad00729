// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The transitions and calls of one step in their order. It suspends and kills the run at the points
 * that the step names. Thread-safe, because bodies of atoms may run at the same time.
 */
final class StepTrace {

  private final Optional<TracePoint> suspend;
  private final Optional<TracePoint> crash;
  private final Runnable onSuspend;
  private final Runnable onCrash;

  // All are guarded by the lock of this object.
  private final ArrayNode entries = CaseJson.array();
  private int announcements;
  private int matchedSuspend;
  private int matchedCrash;
  private boolean killed;

  /**
   * Creates an empty trace for a step.
   *
   * @param onSuspend called at the suspension point, without holding a lock
   * @param onCrash called once at the crash point; after that, nothing is added to this trace
   */
  StepTrace(CaseStep caseStep, Runnable onSuspend, Runnable onCrash) {
    this.suspend = caseStep.suspend();
    this.crash = caseStep.crash();
    this.onSuspend = onSuspend;
    this.onCrash = onCrash;
  }

  /**
   * Records a stored transition that the runner announces. A transition that changes nothing does
   * not count.
   */
  void announced(TracedTransition announced) {
    if (announced.from().equals(announced.to())) {
      return;
    }
    boolean suspendNow;
    synchronized (this) {
      add(
          CaseJson.array()
              .add(announced.kind())
              .add(announced.name())
              .add(announced.from())
              .add(announced.to()));
      announcements++;
      suspendNow = suspend.filter(tracePoint -> reachesSuspend(tracePoint, announced)).isPresent();
      killIf(crash.filter(tracePoint -> reachesCrash(tracePoint, announced)).isPresent());
    }
    if (suspendNow) {
      onSuspend.run();
    }
  }

  private boolean reachesSuspend(TracePoint tracePoint, TracedTransition announced) {
    return switch (tracePoint) {
      case TracePoint.AtIndex at -> at.index() == announcements;
      case TracePoint.AtTransition at -> at.matches(announced) && ++matchedSuspend == at.nth();
      case TracePoint.InCall call -> false;
    };
  }

  private boolean reachesCrash(TracePoint tracePoint, TracedTransition announced) {
    return switch (tracePoint) {
      case TracePoint.AtIndex at -> at.index() == announcements;
      case TracePoint.AtTransition at -> at.matches(announced) && ++matchedCrash == at.nth();
      case TracePoint.InCall call -> false;
    };
  }

  /**
   * Records the call of a scripted method.
   *
   * @param number the number of the call of this method, over all steps
   */
  void called(String atom, String method, int number, ObjectNode payload) {
    Predicate<TracePoint> here =
        tracePoint -> tracePoint.equals(new TracePoint.InCall(atom, method, number));
    synchronized (this) {
      add(CaseJson.array().add("call").add(atom).add(method).add(payload));
      killIf(crash.filter(here).isPresent());
    }
    if (suspend.filter(here).isPresent()) {
      onSuspend.run();
    }
  }

  /** Records the call of a decider. */
  synchronized void recordDecider(String from, String to, JsonNode history) {
    ObjectNode payload = CaseJson.object();
    payload.set("history", history);
    add(CaseJson.array().add("decider").add(from + "->" + to).add("decide").add(payload));
  }

  private void add(ArrayNode entry) {
    if (killed) {
      throw new SimulatedKill();
    }
    entries.add(entry);
  }

  private void killIf(boolean now) {
    if (now) {
      killed = true;
      onCrash.run();
      throw new SimulatedKill();
    }
  }

  synchronized boolean isKilled() {
    return killed;
  }

  /** Whether the runner announced that the atom reached the state. */
  synchronized boolean hasAnnounced(@Nullable String atom, String state) {
    for (JsonNode entry : entries) {
      boolean announced = entry.size() == 4 && state.equals(entry.get(3).textValue());
      if (announced && entry.get(1).textValue().equals(atom)) {
        return true;
      }
    }
    return false;
  }

  synchronized ArrayNode entries() {
    return entries.deepCopy();
  }
}
