// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Acl;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobService;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.remote.RemoteBackend;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests what a remote executor without jobs sends, and that it misses nothing. */
final class StandByTest {

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration BOUND = Duration.ofMinutes(4);
  private static final String NOOP = "noop";

  record NoParameters() {}

  private static final class NoopPlugin implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.action(NOOP, NoParameters.class, (run, noParameters) -> {});
    }
  }

  private final Clock clock = Clock.system();
  private final InMemoryBackend memory = new InMemoryBackend(clock);
  private final TestEndpointServer server = new TestEndpointServer(memory, clock).start();
  private final RemoteBackend remote = server.connect(TestEndpointServer.EXECUTOR);
  private final Executor executor = executor();

  @AfterEach
  void close() {
    executor.stopNow();
    remote.close();
    server.close();
    memory.close();
  }

  private Executor executor() {
    Catalogue catalogue = Catalogue.of(List.of(new NoopPlugin()));
    return Executor.create(
        ExecutorOptions.named("e1").withLease(LEASE).withPollInterval(Duration.ofMillis(100)),
        new ExecutorPorts(
            remote.board(),
            remote.jobs(),
            remote.log(),
            remote.history(),
            remote.memberRegistry(),
            remote.logbook().orElse(null)),
        catalogue,
        remote.executorJobService(new JobService(remote.jobs(), catalogue, clock)),
        ExecutorListener.NONE,
        clock);
  }

  private void untilItStandsBy() {
    await().atMost(BOUND).until(() -> requestsWithin(LEASE) == 0);
  }

  private int requestsWithin(Duration duration) {
    int before = server.requests();
    await().atMost(BOUND).pollDelay(duration).until(() -> true);
    return server.requests() - before;
  }

  private Job post(JobSpec spec) {
    Job job =
        Job.posted(JobId.create(clock.now()), spec, Acl.ownedBy("user/1"), clock.now(), "user/1");
    memory.jobs().add(List.of(job));
    return job;
  }

  private JobState state(Job job) {
    return memory.jobs().find(job.id()).map(Job::state).orElseThrow();
  }

  private Optional<Member> member() {
    return memory.memberRegistry().members(Duration.ofMinutes(10)).stream().findFirst();
  }

  @Test
  void executor_withoutJobs_sendsNothingBesideThePollThatWaits() {
    executor.start();
    untilItStandsBy();
    assertThat(requestsWithin(LEASE.multipliedBy(3))).isZero();
  }

  @Test
  void executor_thatStandsBy_runsAPostedJobAndStandsByAgain() {
    executor.start();
    untilItStandsBy();
    Job job = post(JobSpec.of(NOOP));
    await().until(() -> state(job) == JobState.SUCCESS);
    untilItStandsBy();
    Job next = post(JobSpec.of(NOOP));
    await().until(() -> state(next) == JobState.SUCCESS);
  }

  @Test
  void executor_thatStandsBy_runsADelayedJobWhenItIsDue() {
    executor.start();
    untilItStandsBy();
    Instant due = clock.now().plusSeconds(3);
    Job job = post(JobSpec.builder(NOOP).notBefore(due).build());
    await().until(() -> state(job) == JobState.SUCCESS);
    assertThat(clock.now()).isBetween(due, due.plusSeconds(3));
  }

  @Test
  void executor_thatStandsBy_answersAQuestion() {
    executor.start();
    await().until(() -> member().isPresent());
    String question =
        memory.memberRegistry().postQuestion(member().orElseThrow().id(), MemberRegistry.THREADS);
    await().until(() -> memory.memberRegistry().answerTo(question).isPresent());
  }

  @Test
  void executor_whoseServerRestarts_isAMemberAgainAndRunsJobs() {
    executor.start();
    untilItStandsBy();
    server.stop();
    memory.memberRegistry().leave(member().orElseThrow().id());
    server.start();
    await().until(() -> member().isPresent());
    Job job = post(JobSpec.of(NOOP));
    await().until(() -> state(job) == JobState.SUCCESS);
  }
}
