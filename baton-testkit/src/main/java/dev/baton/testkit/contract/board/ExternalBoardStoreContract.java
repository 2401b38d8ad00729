// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.board;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.board.BoardSession.ClaimRef;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.BoardJob;
import dev.baton.board.ExternalBoardStore.BoardState;
import dev.baton.board.ExternalBoardStore.ExternalEntry;
import dev.baton.board.ExternalBoardStore.StartRefusal;
import dev.baton.board.ExternalBoardStore.StartRequest;
import dev.baton.board.ExternalBoardStore.StartResult;
import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.error.LostClaimException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent.Kind;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of an {@link ExternalBoardStore}. */
public abstract class ExternalBoardStoreContract extends BackendTestSetup {

  private static final JobId UNKNOWN_JOB = JobId.named("not there");

  private ExternalBoardStore externalBoardStore() {
    return backend().externalBoardStore().orElseThrow();
  }

  /** Returns the external board store as another process sees it. */
  private ExternalBoardStore there() {
    return fixture().otherProcessView().externalBoardStore().orElseThrow();
  }

  private static List<JobId> waitingIds(ExternalBoardStore.UnpostedPage unpostedPage) {
    return unpostedPage.jobs().stream().map(UnpostedJob::job).toList();
  }

  private StartResult start(Job job, long token) {
    return start(job, token, null);
  }

  private StartResult start(Job job, long token, @Nullable Long over) {
    return externalBoardStore()
        .start("e", List.of(new StartRequest(job.id(), token, over)))
        .getFirst();
  }

  private Claim started(Job job, long token) {
    return ((StartResult.Started) start(job, token)).claim();
  }

  private static ClaimRef held(Claim claim) {
    return new ClaimRef(claim.job().id(), claim.token());
  }

  private BoardState place(JobId job) {
    List<BoardJob> found = externalBoardStore().findBoardJobs(List.of(job));
    assertThat(found).hasSize(1);
    BoardJob boardJob = found.getFirst();
    assertThat(boardJob).isEqualTo(BoardJob.of(find(job), boardJob.state()));
    return boardJob.state();
  }

  @Test
  protected void unposted_dueJobs_areInTheOrderOfTheBoard() {
    List<Job> jobs = postAll(job().priority(7), job().priority(3), job().priority(7));
    post(job().priority(0).notBefore(now().plusSeconds(3600)));
    post(job().spec(spec -> spec.mode(ExecutionMode.PULL)));
    editState(post(job()).id(), JobState.CANCELED);
    ExternalBoardStore.UnpostedPage unpostedPage = there().unposted(10, 1);
    assertThat(waitingIds(unpostedPage))
        .containsExactly(jobs.get(1).id(), jobs.get(0).id(), jobs.get(2).id());
    assertThat(unpostedPage.jobs().stream().map(UnpostedJob::priority)).containsExactly(3, 7, 7);
    assertThat(unpostedPage.jobs()).allMatch(UnpostedJob::fresh);
    assertThat(unpostedPage.more()).isFalse();
  }

  @Test
  protected void unposted_moreThanAskedFor_saysSo() {
    IntStream.range(0, 5).forEach(i -> post(job()));
    ExternalBoardStore.UnpostedPage unpostedPage = externalBoardStore().unposted(3, 0);
    assertThat(unpostedPage.jobs()).hasSize(3);
    assertThat(unpostedPage.more()).isTrue();
  }

  @Test
  protected void unposted_rareKindBehindMany_isNotHidden() {
    IntStream.range(0, 30).forEach(i -> post(job().action("many").priority(1)));
    List<Job> rare = postAll(job().action("rare").priority(2), job().action("rare").priority(2));
    List<UnpostedJob> found = externalBoardStore().unposted(5, 1).jobs();
    assertThat(found.stream().filter(UnpostedJob::scarce).map(UnpostedJob::job))
        .contains(rare.getFirst().id())
        .doesNotContain(rare.getLast().id());
    externalBoardStore().markPosted(List.of(rare.getFirst().id()), true);
    assertThat(waitingIds(externalBoardStore().unposted(5, 1))).doesNotContain(rare.getLast().id());
  }

  @Test
  protected void unposted_whenDue_comesAndIsNotFresh() {
    Job later = post(job().notBefore(now().plusSeconds(2)));
    assertThat(externalBoardStore().unposted(10, 1).jobs()).isEmpty();
    assertThat(place(later.id())).isEqualTo(BoardState.NOT_DUE);
    fixture().passTime(Duration.ofMillis(2100));
    List<UnpostedJob> found = externalBoardStore().unposted(10, 1).jobs();
    assertThat(found.stream().map(UnpostedJob::job)).containsExactly(later.id());
    assertThat(found.getFirst().fresh()).isFalse();
    assertThat(place(later.id())).isEqualTo(BoardState.WAITING);
  }

  @Test
  protected void mark_posted_isNotUnpostedUntilUnmarked() {
    List<Job> jobs = postAll(job(), job());
    externalBoardStore().markPosted(idsOf(jobs), true);
    externalBoardStore().markPosted(List.of(UNKNOWN_JOB), true);
    assertThat(there().unposted(10, 5).jobs()).isEmpty();
    assertThat(place(jobs.getFirst().id())).isEqualTo(BoardState.WAITING);
    externalBoardStore().markPosted(List.of(jobs.getFirst().id()), false);
    assertThat(waitingIds(there().unposted(10, 5))).containsExactly(jobs.getFirst().id());
  }

  @Test
  protected void mark_claimedOrFinalJob_changesNothing() {
    Claim claim = started(post(job()), 5);
    Job ended = post(job());
    editState(ended.id(), JobState.CANCELED);
    for (boolean posted : List.of(true, false)) {
      externalBoardStore().markPosted(List.of(claim.job().id(), ended.id()), posted);
      assertThat(place(claim.job().id())).isEqualTo(BoardState.CLAIMED);
      assertThat(place(ended.id())).isEqualTo(BoardState.OFF_BOARD);
    }
    backend().jobs().write(success(claim));
  }

  @Test
  protected void mark_jobThatIsEdited_isTakenAway() {
    Job job = post(job());
    externalBoardStore().markPosted(List.of(job.id()), true);
    edit(job.id(), old -> old.withSpec(old.spec().toBuilder().name("edited").build()));
    assertThat(waitingIds(externalBoardStore().unposted(10, 1))).containsExactly(job.id());
  }

  @Test
  protected void boardStates_ofAllPhases_areReturned() {
    Job outside = post(job());
    editState(outside.id(), JobState.RUNNING);
    assertThat(place(outside.id())).isEqualTo(BoardState.FOREIGN_RUN);
    Claim parked = started(post(job()), 3);
    backend().jobs().write(park(parked));
    assertThat(place(parked.job().id())).isEqualTo(BoardState.OFF_BOARD);
    Job pull = post(job().spec(spec -> spec.mode(ExecutionMode.PULL)));
    assertThat(place(pull.id())).isEqualTo(BoardState.OFF_BOARD);
    assertThat(externalBoardStore().findBoardJobs(List.of(UNKNOWN_JOB))).isEmpty();
  }

  @Test
  protected void outside_runningByAnEdit_isTold() {
    List<Job> edited = postAll(job(), job(), job());
    edited.forEach(job -> editState(job.id(), JobState.RUNNING));
    Job pull = post(job().spec(spec -> spec.mode(ExecutionMode.PULL)));
    editState(pull.id(), JobState.RUNNING);
    backend().jobs().write(park(started(post(job()), 3)));
    started(post(job()), 4);
    post(job());
    Job ended = post(job());
    editState(ended.id(), JobState.RUNNING);
    editState(ended.id(), JobState.SUCCESS);
    List<JobId> expected = edited.stream().map(Job::id).sorted().toList();
    assertThat(outside(null, 10)).isEqualTo(expected);
    assertThat(outside(null, 2)).isEqualTo(expected.subList(0, 2));
    assertThat(outside(expected.get(1), 2)).isEqualTo(expected.subList(2, 3));
  }

  /** Nuvla's Python executors park a bulk job by an edit like this while its child jobs run. */
  @Test
  protected void outside_bulkJobParkedByAnEdit_isNotTold() {
    Job bulk = post(job().action("bulk_post"));
    editState(bulk.id(), JobState.RUNNING);
    edit(bulk.id(), old -> tagged(old, "other"));
    assertThat(outside(null, 10)).containsExactly(bulk.id());
    edit(bulk.id(), old -> tagged(old, "monitor"));
    assertThat(outside(null, 10)).containsExactly(bulk.id());
    edit(bulk.id(), old -> old.withStatus(old.status().toBuilder().parked(true).build()));
    assertThat(outside(null, 10)).isEmpty();
    assertThat(place(bulk.id())).isEqualTo(BoardState.OFF_BOARD);
    assertThat(start(bulk, 5)).isEqualTo(new StartResult.Refused(StartRefusal.OFF_BOARD, 0));
    assertThat(find(bulk.id()))
        .hasHistory(backend().history(), Kind.POSTED, Kind.EDITED, Kind.PARKED);
    editState(bulk.id(), JobState.SUCCESS);
  }

  private static Job tagged(Job job, String tag) {
    return job.withSpec(job.spec().toBuilder().tags(List.of(tag)).build());
  }

  private List<JobId> outside(@Nullable JobId after, int most) {
    return externalBoardStore().foreignRuns(after, most).stream()
        .map(ExternalBoardStore.ExternalEntry::job)
        .toList();
  }

  @Test
  protected void start_waitingJob_runsUnderTheTokenGiven() {
    Job posted = post(job());
    externalBoardStore().markPosted(List.of(posted.id()), true);
    Claim claim = started(posted, 1L << 60);
    assertThat(claim.resumed()).isFalse();
    assertThat(claim.token()).isEqualTo(1L << 60);
    assertThat(claim.job()).isEqualTo(find(posted.id()));
    assertThat(claim.job())
        .hasState(JobState.RUNNING)
        .hasAttempt(1)
        .hasOwner("e")
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED);
    assertThat(place(posted.id())).isEqualTo(BoardState.CLAIMED);
    backend().jobs().write(success(claim));
    assertThat(place(posted.id())).isEqualTo(BoardState.OFF_BOARD);
  }

  @Test
  protected void start_several_areAnsweredInTheirOrderEachForItself() {
    List<Job> jobs = postAll(job(), job().notBefore(now().plusSeconds(3600)), job(), job());
    editState(jobs.get(2).id(), JobState.CANCELED);
    List<StartResult> answers =
        externalBoardStore()
            .start(
                "e",
                List.of(
                    new StartRequest(jobs.get(3).id(), 9, null),
                    new StartRequest(jobs.get(1).id(), 9, null),
                    new StartRequest(jobs.get(2).id(), 9, null),
                    new StartRequest(UNKNOWN_JOB, 9, null),
                    new StartRequest(jobs.get(0).id(), 9, null),
                    new StartRequest(jobs.get(0).id(), 10, null)));
    assertThat(answers.get(0)).isInstanceOf(StartResult.Started.class);
    assertThat(answers.get(1)).isEqualTo(new StartResult.Refused(StartRefusal.NOT_DUE, 0));
    assertThat(answers.get(2)).isEqualTo(new StartResult.Refused(StartRefusal.OFF_BOARD, 0));
    assertThat(answers.get(3)).isEqualTo(new StartResult.Refused(StartRefusal.JOB_MISSING, 0));
    assertThat(answers.get(4)).isInstanceOf(StartResult.Started.class);
    assertThat(answers.get(5)).isEqualTo(new StartResult.Refused(StartRefusal.CLAIMED, 9));
  }

  @Test
  protected void start_claimedJob_needsTheTokenOfTheClaimThatEnded() {
    Claim stale = started(post(job()), 5);
    assertThat(start(stale.job(), 8)).isEqualTo(new StartResult.Refused(StartRefusal.CLAIMED, 5));
    assertThat(start(stale.job(), 8, 4L))
        .isEqualTo(new StartResult.Refused(StartRefusal.CLAIMED, 5));
    assertThat(start(stale.job(), 5, 5L))
        .isEqualTo(new StartResult.Refused(StartRefusal.STALE_TOKEN, 5));
    Claim fresh = ((StartResult.Started) start(stale.job(), 8, 5L)).claim();
    assertThat(fresh.resumed()).isTrue();
    assertThat(fresh.job())
        .hasAttempt(2)
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.LOST, Kind.RESUMED);
    assertThat(backend().history().of(fresh.job().id()).get(2).note())
        .matches("the board gave the job of executor '[^']+' to executor '[^']+'");
    assertThat(fresh.job().status().takeovers()).isEqualTo(1);
    assertThat(backend().jobs().find(fresh.job().id())).contains(fresh.job());
    assertThatThrownBy(() -> backend().jobs().write(success(stale)))
        .isInstanceOf(LostClaimException.class);
    backend().jobs().write(success(fresh));
  }

  @Test
  protected void start_tokenNotGreaterThanAnyBefore_isStale() {
    Claim first = started(post(job()), 50);
    backend().jobs().write(retry(first, Duration.ZERO));
    for (long token : List.of(1L, 49L, 50L)) {
      assertThat(start(first.job(), token))
          .isEqualTo(new StartResult.Refused(StartRefusal.STALE_TOKEN, 50));
    }
    assertThat(started(first.job(), 51).job()).hasAttempt(2);
  }

  @Test
  protected void start_jobThatAnEditMadeRunning_isResumed() {
    Job outside = post(job());
    editState(outside.id(), JobState.RUNNING);
    assertThat(started(outside, 4).resumed()).isTrue();
  }

  @Test
  protected void start_fromManyThreads_isGrantedOnce() {
    List<Job> jobs = IntStream.range(0, 20).mapToObj(i -> post(job())).toList();
    List<Integer> started =
        ConcurrentCalls.run(
            4,
            thread -> {
              ExternalBoardStore own = thread % 2 == 0 ? externalBoardStore() : there();
              List<StartRequest> starts =
                  jobs.stream().map(job -> new StartRequest(job.id(), 10 + thread, null)).toList();
              return () ->
                  (int)
                      own.start("e" + thread, starts).stream()
                          .filter(StartResult.Started.class::isInstance)
                          .count();
            });
    assertThat(started.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
    jobs.forEach(job -> assertThat(find(job.id())).hasAttempt(1));
  }

  @Test
  protected void release_newestClaim_waitsAgainMarkedAsPosted() {
    Claim claim = started(post(job()), 5);
    ClaimRef wrong = new ClaimRef(claim.job().id(), 4);
    assertThat(externalBoardStore().release(List.of(wrong), ClaimEnd.LEASE_LOST)).isEmpty();
    assertThat(externalBoardStore().release(List.of(held(claim)), ClaimEnd.LEASE_LOST))
        .containsExactly(claim.job().id());
    assertThat(externalBoardStore().release(List.of(held(claim)), ClaimEnd.LEASE_LOST)).isEmpty();
    assertThat(place(claim.job().id())).isEqualTo(BoardState.WAITING);
    assertThat(externalBoardStore().unposted(10, 1).jobs()).isEmpty();
    assertThat(find(claim.job().id()))
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.LOST);
    assertThat(backend().history().of(claim.job().id()).getLast().note())
        .matches("the board session of executor '[^']+' ended without an end of the claim");
    assertThatThrownBy(() -> backend().jobs().write(success(claim)))
        .isInstanceOf(LostClaimException.class);
    assertThat(started(claim.job(), 9).resumed()).isTrue();
  }

  @Test
  protected void release_howAClaimEnded_decidesTheCountOfTakeovers() {
    JobId id = post(job()).id();
    int token = 1;
    for (ClaimEnd end :
        List.of(
            ClaimEnd.LEASE_LOST,
            ClaimEnd.LEASE_LOST,
            ClaimEnd.BOARD_LEFT,
            ClaimEnd.ABANDONED_UNSTARTED,
            ClaimEnd.ABANDONED,
            ClaimEnd.BOARD_LEFT)) {
      Claim claim = started(find(id), token * 10L);
      int before = claim.job().status().takeovers();
      externalBoardStore().release(List.of(held(claim)), end);
      assertThat(find(id).status().takeovers())
          .as("%s after %d", end, before)
          .isEqualTo(
              switch (end) {
                case ABANDONED -> 0;
                case ABANDONED_UNSTARTED, BOARD_LEFT -> before;
                case LEASE_LOST -> before + 1;
              });
      token++;
    }
    assertThat(find(id))
        .hasHistory(
            backend().history(),
            Kind.POSTED,
            Kind.STARTED,
            Kind.LOST,
            Kind.RESUMED,
            Kind.LOST,
            Kind.RESUMED,
            Kind.ABANDONED,
            Kind.RESUMED,
            Kind.ABANDONED,
            Kind.RESUMED,
            Kind.ABANDONED,
            Kind.RESUMED,
            Kind.ABANDONED);
  }

  @Test
  protected void ended_claims_areThoseThatAreNotTheNewest() {
    Claim runs = started(post(job()), 5);
    Claim over = started(post(job()), 5);
    Claim cancelled = started(post(job()), 5);
    Claim deleted = started(post(job()), 5);
    backend().jobs().write(success(over));
    editState(cancelled.job().id(), JobState.CANCELED);
    backend().jobs().delete(deleted.job().id());
    ClaimRef older = new ClaimRef(runs.job().id(), 4);
    assertThat(there().endedClaims(List.of(older))).containsExactly(runs.job().id());
    assertThat(there().endedClaims(List.of(held(runs), held(over), held(cancelled), held(deleted))))
        .isEqualTo(Set.of(over.job().id(), cancelled.job().id(), deleted.job().id()));
  }

  @Test
  protected void elsewhere_pages_areAllThatIsPostedOrClaimedById() {
    List<Job> jobs = postAll(job().priority(3), job().priority(4), job().priority(5), job());
    externalBoardStore().markPosted(idsOf(jobs.subList(0, 2)), true);
    started(jobs.get(2), 77);
    List<ExternalEntry> expected = new ArrayList<>();
    expected.add(new ExternalEntry(jobs.get(0).id(), 3, 0, false));
    expected.add(new ExternalEntry(jobs.get(1).id(), 4, 0, false));
    expected.add(new ExternalEntry(jobs.get(2).id(), 5, 77, true));
    expected.sort(Comparator.comparing(each -> each.job().uuid()));
    List<ExternalEntry> first = externalBoardStore().externalEntries(null, 2);
    assertThat(first).isEqualTo(expected.subList(0, 2));
    assertThat(externalBoardStore().externalEntries(first.getLast().job(), 2))
        .isEqualTo(expected.subList(2, 3));
  }
}
