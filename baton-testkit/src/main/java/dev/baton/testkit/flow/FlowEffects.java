// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flow.AtomContext;
import dev.baton.flow.RevertContext;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import dev.baton.logbook.LogbookStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Records the effects of the bodies of one flow, and detects bodies that run when they must not.
 * Thread-safe.
 */
final class FlowEffects {

  private final LogbookStore store;
  // All are guarded by the lock of this object.
  private final Set<String> executed = new HashSet<>();
  private final Set<String> reverted = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private JobId job = JobId.named("none");
  private int lateExecutions;
  private int interruptedReverts;

  FlowEffects(LogbookStore store) {
    this.store = store;
  }

  synchronized void clear() {
    executed.clear();
    reverted.clear();
    wrong.clear();
  }

  synchronized void resetCounts() {
    lateExecutions = 0;
    interruptedReverts = 0;
  }

  /** Returns how many executions started after the intention of their atom had become REVERT. */
  synchronized int lateExecutions() {
    return lateExecutions;
  }

  /** Returns how many reverts undid an execution that was interrupted and not repeated. */
  synchronized int interruptedReverts() {
    return interruptedReverts;
  }

  /** Called by the body of an execute just before its effect. */
  synchronized void execute(AtomContext context) {
    AtomDetail detail = enter(context, AtomState.RUNNING);
    lateExecutions += detail != null && detail.intention() == Intention.REVERT ? 1 : 0;
    executed.add(keyOf(context));
  }

  /** Called by the body of a revert. */
  synchronized void revert(RevertContext context) {
    enter(context, AtomState.REVERTING);
    boolean cut = context.failure().filter(f -> f.isA(CancellationException.class)).isPresent();
    interruptedReverts += cut ? 1 : 0;
    reverted.add(keyOf(context).replace("/revert", ""));
  }

  /** Asserts that every effect of a finished atom is present, and no other effect. */
  synchronized void check() {
    assertThat(wrong).isEmpty();
    if (executed.isEmpty()) {
      return;
    }
    Map<String, AtomDetail> atoms = store.find(job).orElseThrow().atoms();
    Set<String> left = new HashSet<>(executed);
    left.removeAll(reverted);
    for (AtomDetail atom : atoms.values()) {
      String key = atom.name() + "/" + atom.epoch();
      if (atom.state() == AtomState.SUCCESS && executed.contains(key)) {
        assertThat(left).as("remaining effects").contains(key);
      }
      left.remove(key);
    }
    assertThat(left).as("effects of atoms of earlier epochs").isEmpty();
  }

  /**
   * Returns the atom and epoch from the idempotency key. They are the same in every run, whatever
   * the id of the job.
   */
  static String keyOf(AtomContext context) {
    String key = context.idempotencyKey();
    return key.substring(key.indexOf('/', key.indexOf('/') + 1) + 1);
  }

  private @Nullable AtomDetail enter(AtomContext context, AtomState expected) {
    String key = context.idempotencyKey();
    job = JobId.parse(key.substring(0, key.indexOf('/', key.indexOf('/') + 1)));
    AtomDetail detail = store.find(job).orElseThrow().atoms().get(context.atom());
    AtomState stored = detail == null ? AtomState.PENDING : detail.state();
    if (stored != expected) {
      wrong.add(context.atom() + " was called while its stored state was " + stored);
    }
    return detail;
  }
}
