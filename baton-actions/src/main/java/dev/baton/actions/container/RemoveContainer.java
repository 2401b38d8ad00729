// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineEvent;
import dev.baton.job.Watch;
import dev.baton.service.Backoff;
import java.time.Duration;

/**
 * Deletes an engine job and waits until it is gone. The end of the wait comes from a watch; polling
 * is only a fallback.
 */
record RemoveContainer(EngineJobHandle target, RetryEngineCalls calls, EngineJobWatches watches) {

  /** The pauses between polls, in case the watch reports nothing. */
  private static final Backoff POLL_INTERVAL =
      Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(30));

  /**
   * Deletes the engine job.
   *
   * @param why the reason, for display
   */
  void run(String why) throws Exception {
    String doing = why + "; engine job '" + target.name() + "' is being deleted";
    calls.setMessage(doing);
    try (Watch watch = calls.callUntilAnswered(doing, this::watch)) {
      calls.callUntilAnswered(
          doing,
          () -> {
            target.engine().delete(target.name());
            return true;
          });
      for (int checks = 1; calls.callUntilAnswered(doing, this::exists); checks++) {
        calls.waitOrWake(POLL_INTERVAL.after(checks));
      }
    }
  }

  /** Waits until the engine job is gone, after somebody has requested its deletion. */
  void await() throws Exception {
    try (Watch watch = calls.callUntilStopped(this::watch)) {
      for (int checks = 1; calls.callUntilStopped(this::exists); checks++) {
        calls.pause(POLL_INTERVAL.after(checks));
      }
    }
  }

  private Watch watch() throws InterruptedException {
    return watches.watch(target.engineName(), target.engine(), target.name(), this::onEvent);
  }

  private boolean exists() {
    return target.engine().find(target.name()).isPresent();
  }

  private void onEvent(EngineEvent event) {
    if (event instanceof EngineEvent.Gone) {
      calls.wake();
    }
  }
}
