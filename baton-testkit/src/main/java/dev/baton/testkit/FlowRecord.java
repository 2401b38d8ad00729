// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Logbook;
import java.time.Duration;
import java.util.List;

/**
 * What came of a {@link FlowTrial}: the subject of {@link BatonAssertions#assertThat(FlowRecord)}.
 *
 * @param steps all, in order
 * @param waited how much time passed for the flow: sleeps, and pauses between attempts
 */
public record FlowRecord(Logbook logbook, List<FlowTransition> steps, Duration waited) {

  public FlowRecord {
    steps = List.copyOf(steps);
  }
}
