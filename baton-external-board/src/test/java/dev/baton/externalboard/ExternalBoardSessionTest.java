// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.BoardSession;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the end of a session that holds a claim. */
final class ExternalBoardSessionTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private final ExternalBoardFixture fixture = ExternalBoardFixture.inMemory();
  private final BoardSession session = fixture.backend().board().join("e", Duration.ofMinutes(5));
  private final Job job = JobBuilder.aJob().created(fixture.clock().now()).build();

  @BeforeEach
  void claim() {
    fixture.backend().jobs().add(List.of(job));
    await().atMost(TIMEOUT).until(() -> session.claim(1, new AdmitEverything()).size() == 1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Job stored() {
    return fixture.backend().jobs().find(job.id()).orElseThrow();
  }

  @Test
  void close_withAClaim_releasesItBeforeTheLockSessionEnds() {
    session.close();
    assertThat(stored().status().takeovers()).isZero();
    BoardSession other = fixture.otherProcessView().board().join("f", Duration.ofMinutes(5));
    List<JobId> resumed = resumed(other);
    assertThat(resumed).containsExactly(job.id());
    assertThat(stored().state()).isEqualTo(JobState.RUNNING);
    assertThat(stored().status().takeovers()).isZero();
  }

  private static List<JobId> resumed(BoardSession other) {
    return await()
        .atMost(TIMEOUT)
        .until(
            () ->
                other.claim(1, new AdmitEverything()).stream()
                    .map(claim -> claim.job().id())
                    .toList(),
            ids -> !ids.isEmpty());
  }

  @Test
  void close_whileAnotherThreadCloses_returnsWhenTheClaimsAreReleased() {
    AtomicReference<Thread> second = new AtomicReference<>();
    CompletableFuture<List<BoardSession.ClaimRef>> held = new CompletableFuture<>();
    // The store calls this while the first thread releases the claim.
    try (Watch watch = fixture.backend().history().watch(() -> closeToo(second, held))) {
      session.close();
    }
    assertThat(held).succeedsWithin(TIMEOUT).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
  }

  private void closeToo(
      AtomicReference<Thread> second, CompletableFuture<List<BoardSession.ClaimRef>> held) {
    Thread thread =
        Thread.ofPlatform()
            .unstarted(() -> {
              session.close();
              held.complete(session.heldClaims());
            });
    if (second.compareAndSet(null, thread)) {
      thread.start();
      await().atMost(TIMEOUT).until(() -> waitsOrHasEnded(thread));
    }
  }

  private static boolean waitsOrHasEnded(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TERMINATED -> true;
      case NEW, RUNNABLE, BLOCKED, TIMED_WAITING -> false;
    };
  }
}
