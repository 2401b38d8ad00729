// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ConflictException;
import dev.baton.flow.TaskContext;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the execute of a task sees. Its waits are matched to those of earlier calls by number. */
final class ExecuteContext extends BodyContext implements TaskContext {

  private final List<Wait> waits;
  private int passed;
  private boolean parked;

  ExecuteContext(RunView run, AtomDetail atom, Given given, boolean resumed) {
    super(run, atom, given, resumed);
    this.waits = new ArrayList<>(atom.waits());
  }

  @Override
  public void sleep(Duration duration) {
    pass(null, run.clock().now().plus(duration));
  }

  @Override
  public void sleepUntil(Instant moment) {
    pass(null, moment);
  }

  @Override
  public JsonNode await(String signal) {
    return Objects.requireNonNull(pass(signal, null));
  }

  @Override
  public void handOver() {
    if (!stopRequested()) {
      throw new ConflictException(
          "task '" + atom() + "' cannot hand over: nobody asked the flow to stop");
    }
    parked = true;
    throw new Parked();
  }

  /** Whether the body reached a wait that is not over, whatever it made of being told. */
  boolean isParked() {
    return parked;
  }

  /** All waits that the body reached, those that are over included. */
  List<Wait> waits() {
    return waits;
  }

  private @Nullable JsonNode pass(@Nullable String signal, @Nullable Instant until) {
    Wait wait = passed < waits.size() ? waits.get(passed) : new Wait(signal, until);
    if (!Objects.equals(wait.signal(), signal)) {
      throw new ConflictException(
          "task '"
              + atom()
              + "' waited for "
              + wait
              + " before and now for '"
              + signal
              + "' in the same place; its code changed, have it run anew");
    }
    if (passed == waits.size()) {
      waits.add(wait);
    }
    JsonNode payload = wait.signal() == null ? null : run.signal(wait.signal());
    if (payload == null && !wait.isPast(run.clock().now())) {
      parked = true;
      throw new Parked();
    }
    passed++;
    return payload;
  }
}
