// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract;

import dev.baton.backend.Backend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;

final class InMemoryFixture implements BackendFixture {

  private final ManualClock clock = new ManualClock();
  private final Backend backend = new InMemoryBackend(clock);

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Backend otherProcessView() {
    return backend;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void passTime(Duration duration) {
    clock.advance(duration);
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(8);
  }

  @Override
  public void close() {
    backend.close();
  }
}
