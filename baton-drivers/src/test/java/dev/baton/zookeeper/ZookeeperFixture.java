// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.backend.Backend;
import dev.baton.board.Ledger;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.RealTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Two processes' views of one board on ZooKeeper, and of the store below it. */
final class ZookeeperFixture implements BackendFixture {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String hosts;
  private final Backend store;
  private final Backend backend;
  private final Backend another;

  private ZookeeperFixture(ZookeeperBackend.Options options, Backend store, Backend sameStore) {
    this.hosts = options.hosts();
    this.store = store;
    this.backend = ZookeeperBackend.open(store, options, Clock.system());
    this.another = ZookeeperBackend.open(sameStore, options, Clock.system());
  }

  /** Jobs in memory. */
  static ZookeeperFixture inMemory(String hosts) {
    InMemoryBackend store = new InMemoryBackend(Clock.system());
    return new ZookeeperFixture(ZookeeperBackend.Options.of(newRoot(hosts)), store, store);
  }

  /** Jobs in an SQL database. */
  static ZookeeperFixture onH2(String hosts) {
    return onH2(hosts, "jdbc:h2:mem:zookeeper" + NUMBERS.incrementAndGet());
  }

  /** Jobs in an SQL database of that URL. */
  static ZookeeperFixture onH2(String hosts, String url) {
    ZookeeperBackend.Options options = ZookeeperBackend.Options.of(newRoot(hosts));
    return new ZookeeperFixture(options, h2(url), h2(url));
  }

  /** Jobs in an SQL database, the progress of flows in ZooKeeper. */
  static ZookeeperFixture withFlows(String hosts) {
    int number = NUMBERS.incrementAndGet();
    ZookeeperBackend.Options options = ZookeeperBackend.Options.of(newRoot(hosts)).withFlows(true);
    return new ZookeeperFixture(options, h2(number), h2(number));
  }

  private static String newRoot(String hosts) {
    return hosts + "/test" + NUMBERS.incrementAndGet();
  }

  /** An empty SQL database in memory. */
  static Backend newStore() {
    return h2(NUMBERS.incrementAndGet());
  }

  private static Backend h2(int number) {
    return h2("jdbc:h2:mem:zookeeper" + number);
  }

  private static Backend h2(String url) {
    return JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());
  }

  static Backend open(String hosts, Backend store) {
    return ZookeeperBackend.open(store, ZookeeperBackend.Options.of(hosts), Clock.system());
  }

  /** Without the board. */
  Backend store() {
    return store;
  }

  Ledger ledger() {
    return store.ledger().orElseThrow();
  }

  String hosts() {
    return hosts;
  }

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
    return Clock.system();
  }

  @Override
  public void passTime(Duration duration) {
    RealTime.pass(duration);
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void close() {
    another.close();
    backend.close();
  }
}
