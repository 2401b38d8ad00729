// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.ExternalBoardStore;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.WatchCountBackend;
import dev.baton.testkit.service.ServiceStress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services that all external boards share in any order. */
@Isolated("checks the threads of the JVM")
final class ExternalBoardServicesStressTest {

  private static final Clock CLOCK = Clock.system();

  /** A service that uses the entries of a board in memory. */
  abstract static class OnQueue extends ServiceStress {
    final WatchCountBackend store = new WatchCountBackend(CLOCK);
    final ExternalBoardStore boardStore = store.externalBoardStore().orElseThrow();
    final EntryQueue queue = new InMemoryEntryQueue(new InMemoryBoardServer(CLOCK));

    OnQueue() {
      queue.start();
    }

    @AfterEach
    void close() {
      queue.stop();
      store.close();
    }

    WindowFeeder feeder() {
      return new WindowFeeder("memory-feed", queue, boardStore, store.board(), 100, CLOCK);
    }
  }

  @Nested
  final class WindowFeederStress extends OnQueue {
    @Override
    protected Subject create() {
      AtomicInteger reconciled = new AtomicInteger();
      WindowFeeder feeder = feeder();
      feeder.onReconcile(reconciled::incrementAndGet);
      return new Subject(
          feeder,
          () -> await().pollInterval(Duration.ofMillis(5)).until(() -> reconciled.get() > 0),
          () -> {
            assertThat(store.openWatches()).isZero();
            assertNoThreads("memory-feed");
          });
    }
  }

  @Nested
  final class RemoveDeadEntriesStress extends OnQueue {
    @Override
    protected Subject create() {
      AtomicInteger asked = new AtomicInteger();
      BoardContext parts =
          new BoardContext(
              "Memory", boardStore, queue, feeder(), ConcurrentHashMap.newKeySet(), CLOCK);
      return new Subject(
          new RemoveDeadEntries(
              "memory-drop", parts, store.jobs(), () -> asked.incrementAndGet() > 0),
          () -> await().pollInterval(Duration.ofMillis(5)).until(() -> asked.get() > 0),
          () -> assertNoThreads("memory-drop"));
    }
  }
}
