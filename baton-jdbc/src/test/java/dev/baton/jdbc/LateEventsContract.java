// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that a reader which continues behind the last event misses no event that is committed late.
 */
abstract class LateEventsContract {

  private static final int JOBS = 100;
  private static final Duration BOUND = Duration.ofMinutes(4);

  private JdbcFixture fixture;

  abstract JdbcFixture open();

  @BeforeEach
  void openFixture() {
    fixture = open();
  }

  @AfterEach
  void closeFixture() {
    fixture.close();
  }

  @Test
  void after_earlierEventIsNotCommittedYet_holdsBackLaterOnes() throws SQLException {
    Job first = post(fixture.backend());
    long start = fixture.backend().history().latest();
    try (Connection late = DriverManager.getConnection(fixture.url())) {
      insertEventWithoutCommit(late, first);
      post(fixture.otherProcessView());
      assertThat(fixture.backend().history().after(start, 10)).isEmpty();
      late.commit();
    }
    assertThat(numbersAfter(start)).hasSize(2).isSorted();
  }

  @Test
  void after_earlierEventIsRolledBack_answersLaterOnes() throws SQLException {
    Job first = post(fixture.backend());
    long start = fixture.backend().history().latest();
    try (Connection late = DriverManager.getConnection(fixture.url())) {
      insertEventWithoutCommit(late, first);
      post(fixture.otherProcessView());
      late.rollback();
    }
    assertThat(numbersAfter(start)).hasSize(1);
  }

  @Test
  void after_anotherDatabaseIsBusy_doesNotWaitForIt() throws SQLException {
    JdbcFixture other = open();
    try (Connection busy = DriverManager.getConnection(other.url())) {
      insertEventWithoutCommit(busy, post(other.backend()));
      Job first = post(fixture.backend());
      long start = fixture.backend().history().latest();
      try (Connection late = DriverManager.getConnection(fixture.url())) {
        insertEventWithoutCommit(late, first);
        post(fixture.otherProcessView());
        late.rollback();
      }
      assertThat(numbersAfter(start)).hasSize(1);
      busy.rollback();
    } finally {
      other.close();
    }
  }

  @Test
  void latest_earlierEventIsNotCommittedYet_waitsForIt() throws SQLException {
    Job first = post(fixture.backend());
    long start = fixture.backend().history().latest();
    try (Connection late = DriverManager.getConnection(fixture.url())) {
      insertEventWithoutCommit(late, first);
      post(fixture.otherProcessView());
      CompletableFuture<Integer> seen =
          inAThread(() -> {
            long latest = fixture.backend().history().latest();
            return fixture.otherProcessView().history().after(start, 10).stream()
                .filter(event -> event.number() <= latest)
                .toList()
                .size();
          });
      late.commit();
      assertThat(seen.join()).isEqualTo(2);
    }
  }

  @Test
  void after_lowerNumberIsOfTheLaterTransaction_waitsForIt() throws SQLException {
    Job one = post(fixture.backend());
    Job two = post(fixture.backend());
    long start = fixture.backend().history().latest();
    try (Connection early = DriverManager.getConnection(fixture.url());
        Connection late = DriverManager.getConnection(fixture.url())) {
      changeWithoutCommit(early, one);
      insertEventWithoutCommit(late, two);
      insertEvent(early, one);
      early.commit();
      assertThat(numbersAfter(start)).isEmpty();
      late.commit();
      assertThat(numbersAfter(start)).hasSize(2);
    }
  }

  @Test
  void after_twoWritersAtOnce_tellsEveryEventOnce() {
    List<Long> seen = new ArrayList<>();
    List<CompletableFuture<Void>> writers =
        List.of(writer(fixture.backend()), writer(fixture.otherProcessView()));
    long[] last = {0};
    await()
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          // Without this check, the test would wait for a writer that has failed.
          assertThat(writers).noneMatch(CompletableFuture::isCompletedExceptionally);
          List<JobEvent> events = fixture.backend().history().after(last[0], 50);
          events.forEach(event -> seen.add(event.number()));
          last[0] = events.isEmpty() ? last[0] : events.getLast().number();
          return seen.size() >= 2 * JOBS;
        });
    writers.forEach(CompletableFuture::join);
    assertThat(seen).isEqualTo(numbersAfter(0));
  }

  private static CompletableFuture<Void> writer(Backend backend) {
    return inAThread(() -> {
      for (int i = 0; i < JOBS; i++) {
        post(backend);
      }
      return null;
    });
  }

  /** Does not use the common pool, which has only one thread on a machine with two processors. */
  private static <T> CompletableFuture<T> inAThread(Supplier<T> body) {
    return CompletableFuture.supplyAsync(
        body, task -> Threads.platform("late-events", task).start());
  }

  private List<Long> numbersAfter(long number) {
    return fixture.backend().history().after(number, 10 * JOBS).stream()
        .map(JobEvent::number)
        .toList();
  }

  private static Job post(Backend backend) {
    Job job = JobBuilder.aJob().created(Clock.system().now()).build();
    backend.jobs().add(List.of(job));
    return job;
  }

  /** Changes the job first, as the store does. */
  private static void insertEventWithoutCommit(Connection connection, Job job) throws SQLException {
    changeWithoutCommit(connection, job);
    insertEvent(connection, job);
  }

  private static void changeWithoutCommit(Connection connection, Job job) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    execute(
        connection,
        "UPDATE baton_active_job SET attempt = attempt + 1 WHERE job_seq = (SELECT seq FROM"
            + " baton_job WHERE id = '%s')",
        job);
  }

  private static void insertEvent(Connection connection, Job job) throws SQLException {
    execute(
        connection,
        "INSERT INTO baton_event_batch (at_time, events) SELECT "
            // A recent time, because the history does not wait for numbers that are missing before
            // an old event.
            + Clock.system().now().toEpochMilli()
            + ", concat('[{\"kind\":\"STARTED\",\"state\":\"RUNNING\",\"jobs\":[0,', seq, ',1]}]')"
            + " FROM baton_job WHERE id = '%s'",
        job);
  }

  private static void execute(Connection connection, String statement, Job job)
      throws SQLException {
    try (Statement prepared = connection.createStatement()) {
      prepared.execute(statement.formatted(job.id().uuid()));
    }
  }
}
