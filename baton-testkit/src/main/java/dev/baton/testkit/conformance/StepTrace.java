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
 * What happens in one step, in order, and the two points at which the step interferes. Thread-safe:
 * bodies of atoms may run at the same time.
 */
final class StepTrace {

  private final Optional<TracePoint> suspend;
  private final Optional<TracePoint> crash;
  private final Runnable onSuspend;
  private final Runnable onCrash;

  // Guarded by this.
  private final ArrayNode entries = CaseJson.array();
  private int announcements;
  private int matchedSuspend;
  private int matchedCrash;
  private boolean killed;

  /**
   * A trace for a step.
   *
   * @param onSuspend called at the point of suspension, without a lock
   * @param onCrash called once at the point of the crash; after it this trace grows no more
   */
  StepTrace(CaseStep caseStep, Runnable onSuspend, Runnable onCrash) {
    this.suspend = caseStep.suspend();
    this.crash = caseStep.crash();
    this.onSuspend = onSuspend;
    this.onCrash = onCrash;
  }

  /** A transition was persisted and is made known. Those that change nothing do not count. */
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
   * A scripted method is entered.
   *
   * @param number which call of this method it is, over all steps
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

  /** A decider is asked. */
  synchronized void asked(String from, String to, JsonNode history) {
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

  /** Whether an atom was made known to have reached a state. */
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
