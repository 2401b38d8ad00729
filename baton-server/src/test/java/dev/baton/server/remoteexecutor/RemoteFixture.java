// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.backend.Backend;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.remote.RemoteBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.clock.RealTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Two remote backends on one server. */
final class RemoteFixture implements BackendFixture {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Clock clock;
  private final Backend behind;
  private final TestEndpointServer server;
  private final RemoteBackend backend;
  private final RemoteBackend another;
  private final RemoteBackend executor;
  private final RemoteBackend otherExecutor;

  private RemoteFixture(Clock clock, Backend behind) {
    this.clock = clock;
    this.behind = behind;
    this.server = new TestEndpointServer(behind, clock).start();
    this.backend = server.connect(TestEndpointServer.ADMIN);
    this.another = server.connect(TestEndpointServer.ADMIN);
    this.executor = server.connect(TestEndpointServer.EXECUTOR);
    this.otherExecutor = server.connect(TestEndpointServer.OTHER);
  }

  static RemoteFixture onMemory() {
    ManualClock clock = new ManualClock();
    return new RemoteFixture(clock, new InMemoryBackend(clock));
  }

  static RemoteFixture onSql() {
    ManualClock clock = new ManualClock();
    String url = "jdbc:h2:mem:remote" + DATABASES.incrementAndGet();
    return new RemoteFixture(clock, JdbcBackend.open(JdbcBackend.Options.of(url), clock));
  }

  /** A fixture on an SQL database with the system clock, for tests with running executors. */
  static RemoteFixture inRealTime() {
    String url = "jdbc:h2:mem:remote" + DATABASES.incrementAndGet();
    Clock clock = Clock.system();
    return new RemoteFixture(clock, JdbcBackend.open(JdbcBackend.Options.of(url), clock));
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Backend otherProcessView() {
    return another;
  }

  @Override
  public Backend executorView(Backend view) {
    return view == backend ? executor : otherExecutor;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void passTime(Duration duration) {
    if (clock instanceof ManualClock manual) {
      manual.advance(duration);
    } else {
      RealTime.pass(duration);
    }
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    backend.close();
    another.close();
    executor.close();
    otherExecutor.close();
    server.close();
    behind.close();
  }
}
