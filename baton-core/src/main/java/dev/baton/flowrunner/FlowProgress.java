// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Failure;
import dev.baton.flowrunner.plan.FlowPlan;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.flowrunner.plan.ReadyFrontier;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomDetailBuilder;
import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.AtomTransitions;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowTransitions;
import dev.baton.logbook.Intention;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a flow and its atoms during a run of the flow, including transitions that are not
 * written yet. Every transition is recorded here, written together with others, and then reported
 * to the listeners. Only for the thread that runs the flow.
 */
final class FlowProgress {

  private final FlowWriteBuffer flowWriteBuffer;
  private FlowPlan plan;
  private AtomDetail[] details;
  private ReadyFrontier done;
  private ReadyFrontier removed;
  private FlowDetail flow;
  private int batches;

  /** The details of atoms that are not in the present plan, by name. */
  private final Map<String, AtomDetail> others;

  /**
   * The atoms whose execute failed, by their position in declared order. The field {@code failures}
   * is the map that was last built from them, or null if they have changed since then.
   */
  private final Map<Integer, PlanNode> failed = new TreeMap<>();

  private @Nullable Map<String, Failure> failures;

  FlowProgress(
      FlowPlan plan,
      FlowDetail flow,
      Map<String, AtomDetail> stored,
      FlowWriteBuffer flowWriteBuffer) {
    this.flowWriteBuffer = flowWriteBuffer;
    this.flow = flow;
    this.others = new LinkedHashMap<>(stored);
    this.plan = plan;
    this.details = detailsOf(plan, stored);
    this.done = doneOf(plan);
    this.removed = removedOf(plan);
    recollectFailures();
  }

  FlowPlan plan() {
    return plan;
  }

  FlowDetail flow() {
    return flow;
  }

  Instant now() {
    return flowWriteBuffer.now();
  }

  AtomDetail detail(PlanNode atom) {
    return details[atom.id];
  }

  AtomState state(PlanNode atom) {
    return details[atom.id].state();
  }

  Intention intention(PlanNode atom) {
    return details[atom.id].intention();
  }

  /** Whether all predecessors of an atom are done. */
  boolean arePredecessorsDone(PlanNode atom) {
    return done.isReady(atom);
  }

  /** Whether all successors of an atom are reverted, ignored or have never run. */
  boolean areSuccessorsReverted(PlanNode atom) {
    return removed.isReady(atom);
  }

  List<PlanNode> takeStartable() {
    return done.takeReady();
  }

  List<PlanNode> takeRevertable() {
    return removed.takeReady();
  }

  /** All known failures of execute, by atom name. */
  Map<String, Failure> failures() {
    Map<String, Failure> known = failures;
    if (known == null) {
      Map<String, Failure> collected = new LinkedHashMap<>();
      failed
          .values()
          .forEach(atom -> {
            Failure failure = detail(atom).outcome().failure();
            if (failure != null) {
              collected.put(atom.name(), failure);
            }
          });
      known = java.util.Collections.unmodifiableMap(collected);
      failures = known;
    }
    return known;
  }

  /**
   * All details as they are now, including details that are not written yet and details of atoms
   * that are not in the plan.
   */
  Map<String, AtomDetail> snapshot() {
    Map<String, AtomDetail> all = new LinkedHashMap<>(others);
    plan.atomNodes().forEach(atom -> all.put(atom.name(), detail(atom)));
    return all;
  }

  /**
   * Marks all details as changed, so that the next write stores everything. Called for a flow that
   * is not stored yet.
   */
  void markAllChanged() {
    snapshot().values().forEach(flowWriteBuffer::addDetail);
  }

  /**
   * Continues with another plan for the same flow. Atoms that only the new plan has start as new
   * atoms.
   */
  void replan(FlowPlan other) {
    others.putAll(snapshot());
    plan = other;
    details = detailsOf(other, others);
    done = doneOf(other);
    removed = removedOf(other);
    recollectFailures();
  }

  /**
   * Changes the state of the flow. Returns false if the flow is already in this state or the
   * transition is silently ignored.
   */
  boolean flow(FlowState to) {
    FlowState from = flow.state();
    if (!FlowTransitions.check(flow.name(), from, to)) {
      return false;
    }
    FlowDetail reached = flow.withState(to);
    flow = reached;
    flowWriteBuffer.addTransition(
        FlowTransition.Kind.FLOW,
        flow.name(),
        from,
        to,
        () -> flowWriteBuffer.notifier().flowChanged(reached, from));
    stepped();
    return true;
  }

  /** Changes the stored fields of the flow other than its state. */
  void flow(FlowDetail changed) {
    if (!changed.equals(flow)) {
      flow = changed;
      flowWriteBuffer.flowChanged();
    }
  }

  /**
   * Changes the state of an atom.
   *
   * @throws dev.baton.error.ConflictException if {@link AtomTransitions} does not allow the change
   */
  void transition(PlanNode atom, AtomDetail changed) {
    AtomTransitions.check(atom.name(), changed.kind(), state(atom), changed.state());
    change(atom, changed);
  }

  /** Sets an atom in any state to PENDING, with the other fields of the change. */
  void reset(PlanNode atom, AtomDetailBuilder change) {
    change(atom, change.state(AtomState.PENDING, now()).intention(Intention.EXECUTE).build());
  }

  private void change(PlanNode atom, AtomDetail changed) {
    AtomState from = state(atom);
    put(atom, changed);
    if (from != changed.state()) {
      FlowTransition.Kind kind =
          atom.isRetry() ? FlowTransition.Kind.RETRY : FlowTransition.Kind.TASK;
      flowWriteBuffer.addTransition(
          kind,
          atom.name(),
          from,
          changed.state(),
          () -> flowWriteBuffer.notifier().atomChanged(changed, from));
    }
    stepped();
  }

  /** Changes the stored fields of an atom other than its state. */
  void update(PlanNode atom, AtomDetail changed) {
    put(atom, changed);
    stepped();
  }

  /**
   * Keeps all transitions of the work in one write, also if each transition normally has its own
   * write.
   */
  void inOneWrite(Runnable work) {
    batches++;
    try {
      work.run();
    } finally {
      batches--;
    }
    stepped();
  }

  /**
   * Writes the collected changes, then reports them to the listeners. So listeners receive only
   * stored changes.
   */
  void flush() {
    flowWriteBuffer.flush(
        () -> {
          flow = flow.next(now());
          return flow;
        },
        this::suspend);
  }

  /** Starts to suspend the flow if it runs. */
  void suspend() {
    if (flow.state() == FlowState.RUNNING) {
      flow(FlowState.SUSPENDING);
    }
  }

  private void stepped() {
    if (flowWriteBuffer.writesEach() && batches == 0) {
      flush();
    }
  }

  // The references are compared, because a failure that has not changed is the same object, and
  // comparing stack traces would cost time.
  @SuppressWarnings("ReferenceEquality")
  private void put(PlanNode atom, AtomDetail changed) {
    boolean failureChanged = changed.outcome().failure() != details[atom.id].outcome().failure();
    details[atom.id] = changed;
    flowWriteBuffer.addDetail(changed);
    done.setPassed(atom, isDone(changed));
    removed.setPassed(atom, !changed.mayHaveEffects());
    if (failureChanged) {
      failures = null;
      if (changed.outcome().failure() == null) {
        failed.remove(atom.order);
      } else {
        failed.put(atom.order, atom);
      }
    }
  }

  private AtomDetail[] detailsOf(FlowPlan compiled, Map<String, AtomDetail> known) {
    AtomDetail[] all = new AtomDetail[compiled.nodes().size()];
    for (PlanNode atom : compiled.atomNodes()) {
      AtomDetail detail = known.get(atom.name());
      if (detail == null) {
        AtomKind kind = atom.isRetry() ? AtomKind.RETRY : AtomKind.TASK;
        detail = AtomDetail.fresh(atom.name(), kind, atom.atom().version(), atom.fingerprint);
        flowWriteBuffer.addDetail(detail);
      }
      all[atom.id] = detail;
    }
    return all;
  }

  private ReadyFrontier doneOf(FlowPlan compiled) {
    return new ReadyFrontier(
        compiled.nodes(),
        node -> node.successors,
        node -> node.predecessors,
        node -> node.atom == null || isDone(detail(node)));
  }

  private ReadyFrontier removedOf(FlowPlan compiled) {
    return new ReadyFrontier(
        compiled.nodes().reversed(),
        node -> node.predecessors,
        node -> node.successors,
        node -> node.atom == null || !detail(node).mayHaveEffects());
  }

  private void recollectFailures() {
    failed.clear();
    failures = null;
    for (PlanNode atom : plan.atomNodes()) {
      if (detail(atom).outcome().failure() != null) {
        failed.put(atom.order, atom);
      }
    }
  }

  private static boolean isDone(AtomDetail atom) {
    return switch (atom.state()) {
      case SUCCESS, IGNORE ->
          atom.intention() == Intention.EXECUTE || atom.intention() == Intention.IGNORE;
      case PENDING, RUNNING, FAILURE, REVERTING, REVERTED, REVERT_FAILURE, RETRYING -> false;
    };
  }
}
