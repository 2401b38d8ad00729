// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Collects changes of a flow, writes them in one write, and reports them to the listeners after the
 * write. Only for the thread that runs the flow.
 */
final class FlowWriteBuffer {

  private final Dependencies dependencies;
  private final List<FlowTransition> steps = new ArrayList<>();
  private final List<Runnable> unwrittenAnnouncements = new ArrayList<>();
  private final Deque<Runnable> announcements = new ArrayDeque<>();
  private Map<String, AtomDetail> details = new LinkedHashMap<>();
  private boolean flowChanged;
  private boolean announcing;

  /**
   * The collaborators and settings of a write buffer.
   *
   * @param writesEach whether each transition has its own write
   * @param token the fencing token of the claim under which the flow runs
   * @param suspendRequested whether somebody, perhaps a listener, has requested to suspend the flow
   */
  record Dependencies(
      WriteFlowProgress writer,
      Clock clock,
      boolean writesEach,
      FlowNotifier notifier,
      long token,
      BooleanSupplier suspendRequested) {}

  FlowWriteBuffer(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  Instant now() {
    return dependencies.clock.now();
  }

  boolean writesEach() {
    return dependencies.writesEach;
  }

  FlowNotifier notifier() {
    return dependencies.notifier;
  }

  /** Marks the detail of the flow as changed. */
  void flowChanged() {
    flowChanged = true;
  }

  /** Adds a detail to the next write. The latest detail of an atom replaces earlier ones. */
  void addDetail(AtomDetail detail) {
    details.put(detail.name(), detail);
  }

  /** Adds a transition, which is reported to the listeners after it is written. */
  void addTransition(
      FlowTransition.Kind kind, String name, Enum<?> from, Enum<?> to, Runnable announcement) {
    steps.add(new FlowTransition(now(), kind, name, from.name(), to.name()));
    unwrittenAnnouncements.add(announcement);
  }

  /**
   * Writes the collected changes, then reports them to the listeners. So listeners receive only
   * stored changes.
   *
   * @param next supplies the detail of the flow to write; called only if there is something to
   *     write
   * @param suspend starts to suspend the flow; called directly after the report of the transition
   *     whose listener requested the suspension
   */
  void flush(Supplier<FlowDetail> next, Runnable suspend) {
    if (flowChanged || !details.isEmpty() || !steps.isEmpty()) {
      dependencies.writer.write(
          new FlowWrite(dependencies.token, next.get(), List.copyOf(details.values()), steps));
      flowChanged = false;
      // A new map, because clearing a map takes time in proportion to the largest write so far.
      details = new LinkedHashMap<>();
      steps.clear();
      announcements.addAll(unwrittenAnnouncements);
      unwrittenAnnouncements.clear();
    }
    announce(suspend);
  }

  /**
   * Reports written transitions to the listeners, in order. A listener may cause further
   * transitions, which are reported after the earlier transitions.
   */
  private void announce(Runnable suspend) {
    if (announcing) {
      return;
    }
    announcing = true;
    try {
      for (Runnable next = announcements.poll(); next != null; next = announcements.poll()) {
        next.run();
        if (dependencies.suspendRequested.getAsBoolean()) {
          suspend.run();
        }
      }
    } finally {
      announcing = false;
    }
  }
}
