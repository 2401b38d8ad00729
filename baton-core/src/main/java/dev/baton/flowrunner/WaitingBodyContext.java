// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ConflictException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.WaitingContext;
import dev.baton.logbook.DurableWait;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The context of bodies that may wait durably, with the waits of one call of the body. The n-th
 * wait of the call corresponds to the n-th wait of earlier calls.
 */
abstract class WaitingBodyContext extends BodyContext implements WaitingContext {

  private final List<DurableWait> reached;
  private final Map<String, Integer> used;
  private int passed;
  private boolean parked;

  WaitingBodyContext(Call call) {
    super(call);
    this.reached = new ArrayList<>(atom.waits());
    this.used = new HashMap<>(atom.used());
  }

  /**
   * Whether the body has reached a wait that is not over. Also true if the body has caught the
   * error that should have ended it.
   */
  boolean isWaiting() {
    return parked;
  }

  /** All waits that the body has reached, including waits that are over. */
  List<DurableWait> reached() {
    return List.copyOf(reached);
  }

  /**
   * For each signal that this attempt or an earlier attempt has used: how often it had been sent
   * when it was last used.
   */
  Map<String, Integer> used() {
    return Map.copyOf(used);
  }

  /**
   * Returns the value of a signal that was sent again after an earlier attempt used it, and records
   * the signal as used; null if it was not sent again.
   */
  private @Nullable JsonNode sent(String signal) {
    int count = run.sent(signal);
    if (count <= atom.used().getOrDefault(signal, 0)) {
      return null;
    }
    used.put(signal, count);
    return run.signal(signal);
  }

  /** Ends the body by throwing {@link DurableWaitError}. */
  void endBody() {
    parked = true;
    throw new DurableWaitError();
  }

  @Override
  public final void sleep(Duration duration) {
    sleepUntil(SaturatedTime.plus(now(), duration));
  }

  /**
   * @throws dev.baton.error.InvalidInputException if the moment is outside the range that all
   *     stores can keep
   */
  @Override
  public final void sleepUntil(Instant moment) {
    pass(null, InputBounds.moment("the moment that task '" + atom() + "' sleeps until", moment));
  }

  @Override
  public final JsonNode await(String signal) {
    return Objects.requireNonNull(pass(sendable(signal), null));
  }

  @Override
  public final JsonNode await(String signal, Duration limit) throws TimeoutException {
    sendable(signal);
    JsonNode sent = isDecided() ? null : pass(signal, SaturatedTime.plus(now(), limit));
    if (sent == null) {
      // The stored wait keeps only its end time. So a signal that comes later has no effect on this
      // wait.
      reached.set(passed - 1, new DurableWait(null, reached.get(passed - 1).until()));
      throw new TimeoutException(
          "task '" + atom() + "' received no signal '" + signal + "' within " + limit);
    }
    return sent;
  }

  @Override
  public final void callAgain(String signal, Duration atLatest) {
    if (signal.length() > InputBounds.MAX_NAME_LENGTH) {
      throw new InvalidInputException(
          "the name of a signal has "
              + signal.length()
              + " characters; allowed: up to "
              + InputBounds.MAX_NAME_LENGTH);
    }
    reached.clear();
    reached.add(new DurableWait(signal, SaturatedTime.plus(now(), atLatest)));
    endBody();
  }

  @Override
  public final boolean wasCalledAgain(String signal) {
    return reached.stream().anyMatch(durableWait -> signal.equals(durableWait.signal()));
  }

  /** Refuses a name that no signal can have, because the flow would never continue. */
  private static String sendable(String signal) {
    return InputBounds.name("a signal", signal);
  }

  /**
   * Passes the next wait if it is a wait for a signal that timed out in an earlier call. Returns
   * whether it was passed.
   */
  private boolean isDecided() {
    boolean decided = passed < reached.size() && reached.get(passed).signal() == null;
    passed += decided ? 1 : 0;
    return decided;
  }

  private @Nullable JsonNode pass(@Nullable String signal, @Nullable Instant until) {
    DurableWait durableWait =
        passed < reached.size() ? reached.get(passed) : new DurableWait(signal, until);
    if (!Objects.equals(durableWait.signal(), signal)) {
      throw new ConflictException(
          "task '"
              + atom()
              + "' waited for "
              + durableWait
              + " before and now waits for '"
              + signal
              + "' in the same place, because its code changed; run the task again");
    }
    if (passed == reached.size()) {
      reached.add(durableWait);
    }
    JsonNode payload = durableWait.signal() == null ? null : sent(durableWait.signal());
    if (payload == null && !durableWait.isPast(now())) {
      endBody();
    }
    passed++;
    return payload;
  }

  private Instant now() {
    return run.identity().clock().now();
  }
}
