// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobEvent.Kind;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of a {@link dev.baton.job.JobHistory}. */
public abstract class JobHistoryContract extends BackendTestSetup {

  /** An event without its number and time. */
  private record EventContent(Kind kind, JobState state, int attempt, String owner, String note) {
    /** Replaces the note of a lost claim, which has a time and depends on the board. */
    static final String NAMES_OWNER = "names the owner";

    static EventContent of(JobEvent event) {
      String note = String.valueOf(event.note());
      boolean namesOwner = note.contains("executor '" + event.owner() + "'");
      return new EventContent(
          event.kind(),
          event.state(),
          event.attempt(),
          String.valueOf(event.owner()),
          event.kind() == Kind.LOST && namesOwner ? NAMES_OWNER : note);
    }
  }

  @Test
  protected void of_jobThatSawEverything_tellsEveryKind() {
    Instant before = now();
    Job job = post(job());
    BoardSession first = join("first");
    first.abandon(claimOne(first));
    BoardSession second = backend().board().join("second", fixture().lease());
    claimOne(second);
    fixture().passTime(fixture().lease().plusMillis(300));
    BoardSession third = join("third");
    Claim failing = claimOne(third);
    backend().jobs().write(retry(failing, Duration.ZERO));
    third.consume(failing);
    Claim parked = claimOne(third);
    backend().jobs().write(park(parked));
    third.consume(parked);
    editState(job.id(), JobState.QUEUED);
    backend().jobs().write(failure(claimOne(third), "disk full"));

    List<JobEvent> events = backend().history().of(job.id());
    assertThat(events.stream().map(EventContent::of))
        .containsExactly(
            new EventContent(Kind.POSTED, JobState.QUEUED, 0, "null", "null"),
            new EventContent(Kind.STARTED, JobState.RUNNING, 1, "first", "null"),
            new EventContent(Kind.ABANDONED, JobState.RUNNING, 1, "first", "null"),
            new EventContent(Kind.RESUMED, JobState.RUNNING, 2, "second", "null"),
            new EventContent(Kind.LOST, JobState.RUNNING, 2, "second", EventContent.NAMES_OWNER),
            new EventContent(Kind.RESUMED, JobState.RUNNING, 3, "third", "null"),
            new EventContent(Kind.RETRIED, JobState.QUEUED, 3, "third", "it broke"),
            new EventContent(Kind.STARTED, JobState.RUNNING, 4, "third", "null"),
            new EventContent(Kind.PARKED, JobState.RUNNING, 4, "third", "null"),
            new EventContent(Kind.EDITED, JobState.QUEUED, 4, "third", "null"),
            new EventContent(Kind.STARTED, JobState.RUNNING, 5, "third", "null"),
            new EventContent(Kind.ENDED, JobState.FAILED, 5, "third", "disk full"));
    assertThat(events).allMatch(event -> event.job().equals(job.id()));
    assertThat(events.stream().map(JobEvent::number)).isSorted().doesNotHaveDuplicates();
    assertThat(events.stream().map(JobEvent::at)).isSorted();
    assertThat(events.getFirst().at()).isAfterOrEqualTo(before);
    assertThat(fixture().otherProcessView().history().of(job.id())).isEqualTo(events);
  }

  @Test
  protected void of_jobCancelledByAnEdit_tellsTheEnd() {
    JobId id = post(job()).id();
    editState(id, JobState.CANCELED);
    assertThat(backend().history().of(id).stream().map(EventContent::of))
        .containsExactly(
            new EventContent(Kind.POSTED, JobState.QUEUED, 0, "null", "null"),
            new EventContent(Kind.ENDED, JobState.CANCELED, 0, "null", "null"));
  }

  @Test
  protected void of_editsAndReportsThatMoveNothing_tellsNothing() {
    JobId id = post(job()).id();
    edit(id, job -> job.withSpec(job.spec().toBuilder().name("x").build()));
    Claim claim = claimOne(join("e"));
    backend().jobs().write(report(claim, 50, "half"));
    edit(id, job -> job.withStatus(job.status().toBuilder().progress(60).build()));
    assertThat(backend().history().of(id).stream().map(JobEvent::kind))
        .containsExactly(Kind.POSTED, Kind.STARTED);
  }

  @Test
  protected void of_longReason_isCut() {
    JobId id = post(job()).id();
    backend().jobs().write(failure(claimOne(join("e")), "x".repeat(5000)));
    assertThat(backend().history().of(id).getLast().note()).isEqualTo("x".repeat(1000));
  }

  @Test
  protected void of_unknownJob_isEmpty() {
    assertThat(backend().history().of(JobId.named("nobody"))).isEmpty();
  }

  @Test
  protected void after_aNumber_answersLaterEventsOfAllJobs() {
    assertThat(backend().history().latest()).isZero();
    assertThat(backend().history().after(0, 10)).isEmpty();
    List<Job> jobs = postAll(job(), job(), job());
    List<JobEvent> all = backend().history().after(0, 10);
    assertThat(all.stream().map(JobEvent::job)).containsExactlyInAnyOrderElementsOf(idsOf(jobs));
    assertThat(all.stream().map(JobEvent::number)).isSorted().doesNotHaveDuplicates();
    assertThat(backend().history().latest()).isEqualTo(all.getLast().number());
    assertThat(backend().history().after(0, 2)).isEqualTo(all.subList(0, 2));
    assertThat(backend().history().after(all.get(1).number(), 10)).containsExactly(all.getLast());
    assertThat(backend().history().after(all.getLast().number(), 10)).isEmpty();
  }

  @Test
  protected void delete_job_removesItsEvents() {
    Job gone = post(job());
    Job sessions = post(job());
    long latest = backend().history().latest();
    backend().jobs().delete(gone.id());
    assertThat(backend().history().of(gone.id())).isEmpty();
    assertThat(backend().history().after(0, 10).stream().map(JobEvent::job))
        .containsExactly(sessions.id());
    assertThat(backend().history().latest()).isEqualTo(latest);
  }

  @Test
  protected void watch_event_isToldUntilClosed() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    backend().history().watch(closed::incrementAndGet).close();
    Job job = post(job());
    try (Watch watch = backend().history().watch(open::incrementAndGet)) {
      post(job());
      // A notification that was under way at the close may still arrive.
      await().until(() -> open.get() > 0);
      int calls = open.get();
      int callsOfClosed = closed.get();
      editState(job.id(), JobState.CANCELED);
      await().until(() -> open.get() > calls);
      assertThat(closed).hasValue(callsOfClosed);
    }
  }
}
