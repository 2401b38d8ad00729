// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import org.jspecify.annotations.Nullable;

/** Requests suspension when an atom has succeeded. */
final class SuspendAfter implements FlowListener {

  private final String atom;
  private @Nullable FlowRun run;

  SuspendAfter(String atom) {
    this.atom = atom;
  }

  void of(FlowRun suspended) {
    run = suspended;
  }

  @Override
  public void atomChanged(AtomDetail changed, AtomState from) {
    if (run != null && changed.name().equals(atom) && changed.state() == AtomState.SUCCESS) {
      run.suspend();
    }
  }
}
