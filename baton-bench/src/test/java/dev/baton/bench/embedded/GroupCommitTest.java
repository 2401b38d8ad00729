// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.bench.embedded.JobTables.State;
import dev.baton.bench.embedded.JobWriters.Load;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that work that shares a commit is applied wholly or not at all, each by itself. */
final class GroupCommitTest {

  private static final int THREADS = 32;
  private static final int JOBS = 20;

  @TempDir Path folder;

  /** Counts the transactions of another connection. */
  private record CountedTransactions(AtomicInteger commits) implements GroupCommit.Transactions {

    @Override
    public void begin() {}

    @Override
    public void commit() {
      commits.incrementAndGet();
    }

    @Override
    public void rollback() {}

    @Override
    public void savepoint() {}

    @Override
    public void release(boolean isUndone) {}
  }

  @Test
  void workOfManyThreads_isDoneOnceEach() throws Exception {
    try (OpenStore store = new SqliteStore(true).open(folder);
        WriteAnswers answers = WriteAnswers.inMemory()) {
      JobWriters writers = new JobWriters(store, answers, new Load(THREADS, 0, JOBS, 100, false));
      writers.start().join();
      assertThat(answers.errors()).isEmpty();
      assertThat(store.read(JobTables::states))
          .hasSize(THREADS * JOBS)
          .allSatisfy((job, state) -> assertThat(state).isEqualTo(State.DONE));
    }
  }

  @Test
  void workThatWaitsForTheLeader_sharesOneCommit() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    CountDownLatch isLed = new CountDownLatch(1);
    CountDownLatch allWait = new CountDownLatch(1);
    try (OpenStore store = new SqliteStore(true).open(folder)) {
      GroupCommit group =
          store.read(tables -> new GroupCommit(tables, new CountedTransactions(commits)));
      Thread leader = Thread.ofPlatform().start(() -> write(group, () -> await(isLed, allWait)));
      isLed.await();
      AtomicInteger done = new AtomicInteger();
      Thread[] others = new Thread[THREADS];
      for (int i = 0; i < THREADS; i++) {
        others[i] = Thread.ofPlatform().start(() -> write(group, done::incrementAndGet));
      }
      for (Thread other : others) {
        JobWriters.await(10, () -> other.getState() == Thread.State.WAITING);
      }
      allWait.countDown();
      leader.join();
      for (Thread other : others) {
        other.join();
      }
      assertThat(done).hasValue(THREADS);
      assertThat(commits).hasValue(2);
    }
  }

  private static void write(GroupCommit group, Runnable action) {
    try {
      group.write(tables -> {
        action.run();
        return true;
      });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void workThatFails_isUndoneAlone() throws Exception {
    try (OpenStore store = new SqliteStore(true).open(folder)) {
      CountDownLatch isLed = new CountDownLatch(1);
      CountDownLatch allWait = new CountDownLatch(1);
      Thread leader =
          Thread.ofPlatform().start(() -> writeStore(store, () -> await(isLed, allWait)));
      isLed.await();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread failing =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  store.write(tables -> {
                    tables.post(1, 1, 10);
                    tables.post(1, 1, 10);
                    return true;
                  });
                } catch (SQLException e) {
                  failure.set(e);
                }
              });
      JobWriters.await(10, () -> failing.getState() == Thread.State.WAITING);
      Thread good =
          Thread.ofPlatform().start(() -> writeStore(store, tables -> tables.post(2, 1, 10)));
      JobWriters.await(10, () -> good.getState() == Thread.State.WAITING);
      allWait.countDown();
      leader.join();
      failing.join();
      good.join();
      assertThat(failure.get()).hasMessageContaining("PRIMARYKEY");
      assertThat(store.read(JobTables::states)).containsOnlyKeys(2L);
    }
  }

  private interface Change {
    void on(JobTables tables) throws SQLException;
  }

  private static void writeStore(OpenStore store, Runnable action) {
    writeStore(store, tables -> action.run());
  }

  private static void writeStore(OpenStore store, Change change) {
    try {
      store.write(tables -> {
        change.on(tables);
        return true;
      });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void errorOfWork_isThrownToItsCaller() throws Exception {
    try (OpenStore store = new SqliteStore(true).open(folder)) {
      assertThatThrownBy(() ->
              store.write(tables -> {
                throw new SQLException("no");
              }))
          .isInstanceOf(SQLException.class)
          .hasMessage("no");
      store.write(tables -> {
        tables.post(1, 1, 10);
        return true;
      });
      assertThat(store.read(JobTables::states)).containsOnlyKeys(1L);
    }
  }
}
