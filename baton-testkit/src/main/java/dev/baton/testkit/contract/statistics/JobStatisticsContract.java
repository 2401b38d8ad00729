// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.ErrorPattern;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.service.Batches;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobFigure;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.TimeHistogram;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link JobStatistics}. */
public abstract class JobStatisticsContract extends BackendTestSetup {

  private static final JobQuery.Aggregation BY_ACTION =
      new JobQuery.Aggregation("terms:action", "terms", new Filter.Path(List.of("action")));
  private static final String ANNA = "user/anna";
  private static final String BELA = "user/bela";

  @Test
  protected void collect_courseOfJobs_countsEachFigureByAction() {
    postAll(job().action("resize"), job().action("resize"), job().action("mail"));
    BoardSession session = join("e");
    List<Claim> claims = new ArrayList<>();
    while (claims.size() < 3) {
      List<Claim> more = claimSoon(session);
      assertThat(more).isNotEmpty();
      claims.addAll(more);
    }
    Claim mail = byAction(claims, "mail").getFirst();
    List<Claim> resizes = byAction(claims, "resize");
    backend().jobs().write(retry(mail, Duration.ofHours(1)));
    backend().jobs().write(success(resizes.get(0)));
    backend().jobs().write(failure(resizes.get(1), "broken"));
    editState(mail.job().id(), JobState.CANCELED);
    collectAll(backend());
    JobSeries series = series(null, null);
    assertThat(figures(series, "resize"))
        .containsExactly("POSTED 2", "STARTED 2", "SUCCEEDED 1", "FAILED 1");
    assertThat(figures(series, "mail"))
        .containsExactly("POSTED 1", "STARTED 1", "CANCELED 1", "RETRIED 1");
    assertThat(sum(series, "resize").waits().count()).isEqualTo(2);
    assertThat(sum(series, "resize").runs().count()).isEqualTo(2);
    assertThat(figures(series(null, "mail"), "resize")).isEmpty();
  }

  @Test
  protected void collect_inSeveralProcessesAtOnce_countsEachEventOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      postAll(job(), job(), job());
    }
    Backend other = fixture().otherProcessView();
    ConcurrentCalls.run(4, i -> () -> collectAll(i % 2 == 0 ? backend() : other));
    collectAll(backend());
    assertThat(figures(series(null, null), job().build().spec().action()))
        .containsExactly("POSTED 90");
  }

  @Test
  protected void collect_withinTheInterval_countsNothing() {
    collectAll(backend());
    post(job());
    assertThat(statistics(backend()).collect(Duration.ofHours(1))).isFalse();
    assertThat(series(null, null).total().counts()).isEmpty();
    collectAll(backend());
    assertThat(series(null, null).total().counts()).hasSize(1);
  }

  @Test
  protected void series_ofACaller_countsOnlyJobsWhoseDataTheCallerMayView() {
    post(job().acl(Acl.ownedBy(ANNA)));
    post(job().acl(Acl.ownedBy(BELA)));
    post(job().acl(Acl.ownedBy(BELA).with(Right.VIEW_DATA, ANNA)));
    post(job().acl(Acl.ownedBy(BELA).with(Right.VIEW_META, ANNA)));
    collectAll(backend());
    String action = job().build().spec().action();
    assertThat(figures(series(Set.of(ANNA), null), action)).containsExactly("POSTED 2");
    assertThat(figures(series(Set.of(BELA), null), action)).containsExactly("POSTED 3");
    assertThat(waiting(series(Set.of(ANNA), null))).isEqualTo(2);
    assertThat(waiting(series(null, null))).isEqualTo(4);
    assertThat(series(Set.of("user/nobody"), null).total().counts()).isEmpty();
  }

  @Test
  protected void series_waitingJobs_areSampledWithTheOldest() {
    Job oldest = post(job());
    post(job());
    collectAll(backend());
    JobSeries series = series(null, null);
    assertThat(series.sampled()).hasSize(1).containsValue(true);
    assertThat(waiting(series)).isEqualTo(2);
    assertThat(oldest(series)).isEqualTo(find(oldest.id()).created());
  }

  @Test
  protected void series_jobThatIsNotDue_isNotTheOldest() {
    post(job().notBefore(Instant.parse("2100-01-01T00:00:00Z")));
    fixture().passTime(Duration.ofMillis(1200));
    Job due = post(job());
    collectAll(backend());
    JobSeries series = series(null, null);
    assertThat(waiting(series)).isEqualTo(2);
    assertThat(oldest(series)).isEqualTo(find(due.id()).created());
  }

  @Test
  protected void series_onlyJobsThatAreNotDue_haveWaitedForNoTime() {
    Job delayed = post(job().notBefore(Instant.parse("2100-01-01T00:00:00Z")));
    fixture().passTime(Duration.ofMillis(1200));
    collectAll(backend());
    assertThat(oldest(series(null, null))).isAfter(find(delayed.id()).created().plusMillis(1000));
  }

  @Test
  protected void series_delayedJobThatIsMadeDue_hasWaitedSinceThen() {
    Job delayed = post(job().notBefore(Instant.parse("2100-01-01T00:00:00Z")));
    fixture().passTime(Duration.ofMillis(1200));
    Instant due = find(post(job().action("other")).id()).created();
    edit(delayed.id(), job -> job.withSpec(job.spec().toBuilder().notBefore(due).build()));
    collectAll(backend());
    assertThat(oldest(series(null, delayed.spec().action()))).isEqualTo(due);
  }

  @Test
  protected void series_ofActions_hasTheBusiestFirst() {
    post(job().action("a").acl(Acl.ownedBy(ANNA)));
    post(job().action("a").acl(Acl.ownedBy(BELA)));
    post(job().action("b").acl(Acl.ownedBy(ANNA)));
    collectAll(backend());
    JobSeries all = series(null, null, 10);
    assertThat(
            all.total().counts().values().stream()
                .mapToLong(each -> each.figure(JobFigure.POSTED))
                .sum())
        .isEqualTo(3);
    assertThat(all.actions()).extracting(JobSeries.ActionSeries::name).containsExactly("a", "b");
    assertThat(figures(all, "a")).containsExactly("POSTED 2");
    assertThat(all.moreActions()).isFalse();
    JobSeries one = series(null, null, 1);
    assertThat(one.actions()).extracting(JobSeries.ActionSeries::name).containsExactly("a");
    assertThat(one.moreActions()).isTrue();
    JobSeries none = series(null, null, 0);
    assertThat(none.actions()).isEmpty();
  }

  @Test
  protected void collect_retryBeforeTheCount_keepsTheTimeThatTheJobWaited() {
    post(job());
    fixture().passTime(Duration.ofMillis(1200));
    BoardSession session = join("e");
    backend().jobs().write(retry(claimOneSoon(session), Duration.ofHours(1)));
    collectAll(backend());
    TimeHistogram waits = sum(series(null, null), job().build().spec().action()).waits();
    assertThat(waits.count()).isEqualTo(1);
    assertThat(waits.quantile(1).orElseThrow()).isGreaterThan(1000);
  }

  @Test
  protected void collect_moreEventsThanACallCounts_saysUntilWhenItCounted() {
    List<Job> jobs =
        IntStream.range(0, JobStatistics.MAX_EVENTS).mapToObj(i -> job().build()).toList();
    for (List<Job> some : Batches.of(jobs, 1000)) {
      backend().jobs().add(some);
    }
    Instant early = now();
    fixture().passTime(Duration.ofMillis(1200));
    post(job());
    assertThat(statistics(backend()).collect(Duration.ZERO)).isTrue();
    JobSeries backlog = series(null, null);
    assertThat(backlog.countedUntil()).isBefore(early.plusMillis(1000));
    assertThat(figures(backlog, job().build().spec().action())).containsExactly("POSTED 5000");
    collectAll(backend());
    JobSeries all = series(null, null);
    assertThat(all.countedUntil()).isAfter(early.plusMillis(1000));
    assertThat(figures(all, job().build().spec().action())).containsExactly("POSTED 5001");
  }

  @Test
  protected void series_ofAnActionWithNul_isEmpty() {
    post(job());
    collectAll(backend());
    assertThat(series(null, "a\0b").total().counts()).isEmpty();
  }

  @Test
  protected void failures_withTheSameCause_areOneGroup() {
    fail(
        "java.io.IOException: disk 7 of 3f1c2b9e-8d55-4a39-9a51-1f6f2b7d9e10 is full\n\tat line 1");
    fail(
        "java.io.IOException: disk 12 of 9b1c2b9e-8d55-4a39-9a51-1f6f2b7d9e10 is full\n"
            + "\tat line 2");
    Job last = fail("timeout after 30 s");
    collectAll(backend());
    List<FailureGroup> groups = failures(null);
    assertThat(groups).hasSize(2);
    FailureGroup disk = groups.getFirst();
    assertThat(example(disk).pattern()).isEqualTo("java.io.IOException: disk <n> of <id> is full");
    assertThat(ErrorPattern.kind(disk.fingerprint())).isEqualTo(ErrorPattern.Kind.PATTERN);
    assertThat(disk.count()).isEqualTo(2);
    assertThat(example(disk).message()).startsWith("java.io.IOException: disk 12 of 9b1c");
    assertThat(disk.trend().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
    assertThat(example(groups.getLast()).job()).isEqualTo(last.id());
    assertThat(groups.getLast().first()).isEqualTo(groups.getLast().last());
  }

  @Test
  protected void failures_ofAGroup_areFoundByTheirPattern() {
    Job older = fail("it's no \"disk\" 7 \\\n\tat line 1");
    Job newer = fail(" it's no \"disk\" 8");
    fail("disk");
    fail(" ");
    collectAll(backend());
    FailureGroup group = failures(null).getFirst();
    assertThat(group.count()).isEqualTo(2);
    String pattern = example(group).pattern();
    String condition = "=\"" + pattern + "\"";
    assertThat(withError(condition)).containsExactlyInAnyOrder(older.id(), newer.id());
    assertThat(withError("=null")).hasSize(1);
    Job waiting = backend().jobs().find(post(job()).id()).orElseThrow();
    JobStatus failed =
        waiting.status().toBuilder().state(JobState.FAILED).lastError("it's no 'disk' 9").build();
    backend().jobs().replace(waiting.withStatus(failed));
    assertThat(withError(condition))
        .containsExactlyInAnyOrder(older.id(), newer.id(), waiting.id());
  }

  private List<JobId> withError(String condition) {
    Filter failed = FilterParser.parse("state='FAILED' and error-pattern" + condition);
    JobQuery query = new JobQuery(failed, null, List.of(), 1, 10, List.of());
    return backend().jobs().search(query).jobs().stream().map(Job::id).toList();
  }

  @Test
  protected void failures_countedLater_areAddedToTheirGroup() {
    fail("disk 1 is full");
    collectAll(backend());
    fail("disk 2 is full");
    collectAll(backend());
    assertThat(failures(null)).hasSize(1);
    assertThat(failures(null).getFirst().count()).isEqualTo(2);
    assertThat(failures(Set.of("user/nobody"))).isEmpty();
  }

  @Test
  protected void failures_whoseNewestJobIsDeleted_showAnotherJob() {
    Set<String> anna = Set.of(ANNA);
    Job older = fail("disk 1 is full", job().acl(Acl.ownedBy(ANNA)));
    fixture().passTime(Duration.ofMillis(20));
    Job newer = fail("disk 2 is full", job().acl(Acl.ownedBy(ANNA).with(Right.VIEW_META, BELA)));
    collectAll(backend());
    assertThat(failures(anna)).hasSize(1);
    assertThat(example(failures(anna).getFirst()).job()).isEqualTo(newer.id());
    backend().jobs().delete(newer.id());
    assertThat(example(failures(anna).getFirst()).job()).isEqualTo(older.id());
    assertThat(failures(anna).getFirst().count()).isEqualTo(2);
    assertThat(example(failures(null).getFirst()).message()).isEqualTo("disk 2 is full");
  }

  @Test
  protected void failures_ofADeletedJob_haveTheirTextForAdministratorsOnly() {
    Job job = fail("disk 1 is full", job().acl(Acl.ownedBy(ANNA)));
    collectAll(backend());
    backend().jobs().delete(job.id());
    assertThat(failures(Set.of(ANNA)).getFirst().example()).isNull();
    assertThat(example(failures(null).getFirst()).pattern()).isEqualTo("disk <n> is full");
  }

  @Test
  protected void failures_withManyCauses_areLimitedForThePeriodAndNotForACall() {
    int causes = CountEvents.MAX_CAUSES + 5;
    List<Job> jobs = IntStream.range(0, causes + 1).mapToObj(i -> job().build()).toList();
    backend().jobs().add(jobs);
    int failed = 0;
    try (BoardSession session = join("e")) {
      while (failed <= causes) {
        for (Claim claim : claimSoon(session)) {
          // The last failure has a cause that is kept apart.
          int cause = failed == causes ? 0 : failed;
          backend().jobs().write(failure(claim, "cause " + letters(cause)));
          session.consume(claim);
          failed++;
          collectAll(backend());
        }
      }
    }
    List<FailureGroup> groups = statistics(backend()).failures(query(null, null), 500);
    // The test may run while a period ends. Then both periods have causes of their own.
    assertThat(groups.stream().mapToLong(FailureGroup::count).sum()).isEqualTo(causes + 1);
    List<FailureGroup> others =
        groups.stream()
            .filter(each -> ErrorPattern.kind(each.fingerprint()) == ErrorPattern.Kind.OTHER)
            .toList();
    assertThat(others).hasSizeLessThanOrEqualTo(1);
    if (groups.getFirst().trend().stream().filter(count -> count > 0).count() == 1) {
      assertThat(groups).hasSize(CountEvents.MAX_CAUSES + 1);
      assertThat(others.getFirst().count()).isEqualTo(5);
      assertThat(example(others.getFirst()).pattern()).isEqualTo("other errors");
      assertThat(statistics(backend()).failures(query(null, null), 2))
          .extracting(FailureGroup::count)
          .containsExactly(5L, 2L);
    }
  }

  @Test
  protected void failures_thatCannotBeDistinguishedByText_haveDifferentKinds() {
    fail("other errors");
    fail(" ");
    fail("no error text");
    collectAll(backend());
    assertThat(failures(null))
        .extracting(group -> ErrorPattern.kind(group.fingerprint()))
        .containsExactlyInAnyOrder(
            ErrorPattern.Kind.PATTERN, ErrorPattern.Kind.PATTERN, ErrorPattern.Kind.NONE);
  }

  /** Returns a number as letters, because digits are not part of a pattern. */
  private static String letters(int number) {
    return "x" + (char) ('a' + number / 26) + (char) ('a' + number % 26) + "z";
  }

  private static FailureGroup.Example example(FailureGroup group) {
    FailureGroup.Example example = group.example();
    assertThat(example).isNotNull();
    return Objects.requireNonNull(example);
  }

  @Test
  protected void search_amongTheNewest_leavesOutOlderJobs() {
    post(job().action("old"));
    post(job().action("new"));
    post(job().action("new"));
    JobQuery all = new JobQuery(Filter.EVERYTHING, null, List.of(), 1, 0, List.of(BY_ACTION));
    JobPage newest = backend().jobs().search(all.amongNewest(2));
    assertThat(newest.count()).isEqualTo(2);
    assertThat(newest.complete()).isFalse();
    assertThat(
            newest
                .aggregations()
                .getOrDefault("terms:action", MissingNode.getInstance())
                .path("buckets")
                .findValuesAsText("key"))
        .containsExactly("new");
    JobQuery owned = new JobQuery(Filter.EVERYTHING, Set.of(ANNA), List.of(), 1, 0, List.of());
    post(job().acl(Acl.ownedBy(ANNA)));
    assertThat(backend().jobs().search(owned.amongNewest(1)).complete())
        .as("whether anna sees all her jobs, whatever the number of other jobs")
        .isTrue();
    post(job().acl(Acl.ownedBy(ANNA)));
    assertThat(backend().jobs().search(owned.amongNewest(1)).complete()).isFalse();
    JobPage everything = backend().jobs().search(all.amongNewest(1000));
    assertThat(everything.count()).isEqualTo(5);
    assertThat(everything.complete()).isTrue();
  }

  private Job fail(String error) {
    return fail(error, job());
  }

  private Job fail(String error, JobBuilder builder) {
    Job job = post(builder);
    try (BoardSession session = join("e")) {
      Claim claim = claimOneSoon(session);
      backend().jobs().write(failure(claim, error));
      session.consume(claim);
    }
    return job;
  }

  private static List<Claim> byAction(List<Claim> claims, String action) {
    return claims.stream().filter(claim -> claim.job().spec().action().equals(action)).toList();
  }

  private static JobStatistics statistics(Backend backend) {
    return backend.statistics().orElseThrow();
  }

  /**
   * Counts until nothing is left. A call that another process overtakes returns early, so a second
   * pass follows.
   */
  private static boolean collectAll(Backend backend) {
    for (int pass = 0; pass < 2; pass++) {
      boolean more = true;
      while (more) {
        more = statistics(backend).collect(Duration.ZERO);
      }
    }
    return true;
  }

  private StatisticsQuery query(@Nullable Set<String> principals, @Nullable String action) {
    return new StatisticsQuery(
        now().minus(Duration.ofMinutes(30)),
        now().plus(Duration.ofMinutes(30)),
        Duration.ofMinutes(1),
        principals,
        action);
  }

  private JobSeries series(@Nullable Set<String> principals, @Nullable String action) {
    return series(principals, action, 10);
  }

  private JobSeries series(@Nullable Set<String> principals, @Nullable String action, int actions) {
    return statistics(backend()).series(query(principals, action), actions);
  }

  private List<FailureGroup> failures(@Nullable Set<String> principals) {
    return statistics(backend()).failures(query(principals, null), 10);
  }

  private static JobCounts sum(JobSeries series, String action) {
    JobCounts sum = new JobCounts();
    series.actions().stream()
        .filter(each -> each.name().equals(action))
        .flatMap(each -> each.line().counts().values().stream())
        .forEach(sum::addAll);
    return sum;
  }

  private static List<String> figures(JobSeries series, String action) {
    JobCounts sum = sum(series, action);
    return List.of(JobFigure.values()).stream()
        .filter(figure -> sum.figure(figure) != 0)
        .map(figure -> figure + " " + sum.figure(figure))
        .toList();
  }

  private static long waiting(JobSeries series) {
    return series.total().waiting().values().stream().mapToLong(JobSeries.Waiting::jobs).sum();
  }

  private static @Nullable Instant oldest(JobSeries series) {
    return series.total().waiting().values().iterator().next().oldest();
  }
}
