// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.backend.Backend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.remote.RemoteBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.ManualClock;
import java.time.Duration;

/** Two remote backends on one server on a backend in memory. */
final class RemoteFixture implements BackendFixture {

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend memory = new InMemoryBackend(clock);
  private final TestServer server = new TestServer(memory, clock).start();
  private final RemoteBackend backend = server.connect(TestServer.ADMIN);
  private final RemoteBackend another = server.connect(TestServer.ADMIN);

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Backend another() {
    return another;
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
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    backend.close();
    another.close();
    server.close();
    memory.close();
  }
}
