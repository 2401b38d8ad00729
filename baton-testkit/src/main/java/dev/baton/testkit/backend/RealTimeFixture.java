// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.backend.Backend;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.RealTime;
import java.time.Duration;

/**
 * Two processes' views of one backend on the system clock, for backends whose own threads or
 * servers a manual clock does not move, such as a board outside the store. A driver extends this
 * class if its tests need more than the two views.
 */
public class RealTimeFixture implements BackendFixture {

  private final Backend backend;
  private final Backend another;

  /**
   * Creates a fixture that closes both views at its end.
   *
   * @param backend the backend under test
   * @param another the backend as another process has it
   */
  public RealTimeFixture(Backend backend, Backend another) {
    this.backend = backend;
    this.another = another;
  }

  @Override
  public final Backend backend() {
    return backend;
  }

  @Override
  public final Backend otherProcessView() {
    return another;
  }

  @Override
  public final Clock clock() {
    return Clock.system();
  }

  @Override
  public final void passTime(Duration duration) {
    RealTime.pass(duration);
  }

  @Override
  public final Duration lease() {
    return Duration.ofSeconds(2);
  }

  @Override
  public final void close() {
    another.close();
    backend.close();
  }
}
