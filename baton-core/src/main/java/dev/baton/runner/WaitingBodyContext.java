// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.flow.WaitingContext;
import dev.baton.logbook.AtomDetail;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/** The context of bodies that may wait durably. */
abstract class WaitingBodyContext extends BodyContext implements WaitingContext {

  final DurableWaits waits;

  WaitingBodyContext(
      FlowRunView run, AtomDetail atom, BodyArguments bodyArguments, boolean resumed) {
    super(run, atom, bodyArguments, resumed);
    this.waits = new DurableWaits(run, atom);
  }

  @Override
  public final void sleep(Duration duration) {
    waits.waitUntil(SaturatedTime.plus(run.clock().now(), duration));
  }

  @Override
  public final void sleepUntil(Instant moment) {
    waits.waitUntil(moment);
  }

  @Override
  public final JsonNode await(String signal) {
    return waits.awaitSignal(sendable(signal));
  }

  @Override
  public final JsonNode await(String signal, Duration limit) throws TimeoutException {
    return waits.awaitSignal(sendable(signal), limit);
  }

  /** Refuses a name that no signal can have, because the flow would never continue. */
  private static String sendable(String signal) {
    return InputBounds.name("a signal", signal);
  }

  @Override
  public final void callAgain(String signal, Duration atLatest) {
    waits.callAgain(signal, atLatest);
  }

  @Override
  public final boolean wasCalledAgain(String signal) {
    return waits.wasCalledAgain(signal);
  }
}
