// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.election.Term;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One queue and one line of contenders, shared with Python clients of kazoo. */
@Tag("integration")
final class KazooTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final ZookeeperFixture fixture = ZookeeperFixture.onH2(SingleServer.shared().hosts());
  private final Backend backend = fixture.backend();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** As executors of Nuvla do over the API. */
  private void edit(JobId id, JobState state) {
    Job job = backend.jobs().find(id).orElseThrow();
    backend.jobs().replace(job.withStatus(job.status().toBuilder().state(state).build()));
  }

  private static JobId jobIn(String line) {
    assertThat(line).startsWith("got ");
    return JobId.parse(line.substring(4));
  }

  private void finish(Claims stay, List<Claim> claims) {
    claims.forEach(claim -> {
      backend.jobs().write(Jobs.success(claim));
      stay.consume(claim);
    });
  }

  @Test
  void python_puts_javaConsumes() {
    List<Job> posted = IntStream.range(0, 20).mapToObj(i -> Jobs.newJob(100)).toList();
    List<JobId> jobs = posted.stream().map(Job::id).toList();
    // As Nuvla's server does: the entry first, and then the job.
    try (Peer putter = Peer.kazoo("put", fixture.hosts(), "100")) {
      jobs.forEach(job -> putter.say(job.toString()));
      jobs.forEach(job -> putter.expect("put " + job));
    }
    fixture.store().jobs().add(posted);
    Claims stay = backend.board().join("java", LEASE);
    List<Claim> claims = stay.claim(20, Jobs.everything());
    assertThat(Jobs.ids(claims)).containsExactlyElementsOf(jobs);
    finish(stay, claims);
    try (Peer consumer = Peer.kazoo("consume", fixture.hosts(), "1")) {
      consumer.expect("idle");
    }
  }

  @Test
  void java_posts_pythonConsumes() {
    List<Job> jobs = List.of(Jobs.newJob(500), Jobs.newJob(20), Jobs.newJob(999), Jobs.newJob(20));
    backend.jobs().add(jobs);
    List<JobId> got = new ArrayList<>();
    try (Peer consumer = Peer.kazoo("consume", fixture.hosts(), "1")) {
      for (int i = 0; i < 4; i++) {
        JobId job = jobIn(consumer.hear());
        got.add(job);
        edit(job, JobState.RUNNING);
        edit(job, JobState.SUCCESS);
        consumer.say("");
      }
      consumer.expect("idle");
    }
    assertThat(got)
        .containsExactly(jobs.get(1).id(), jobs.get(3).id(), jobs.get(0).id(), jobs.get(2).id());
    assertThat(backend.board().join("java", LEASE).claim(10, Jobs.everything())).isEmpty();
  }

  @Test
  void bothConsumeOneQueue_everyEntryIsHadOnce() {
    List<Job> jobs = Jobs.post(backend, 2000);
    Queue<JobId> python = new ConcurrentLinkedQueue<>();
    Queue<JobId> java = new ConcurrentLinkedQueue<>();
    try (Peer one = Peer.kazoo("consume", fixture.hosts(), "3");
        Peer two = Peer.kazoo("consume", fixture.hosts(), "3")) {
      List<Thread> threads =
          List.of(
              Threads.platform("python", () -> converse(one, python)),
              Threads.platform("python", () -> converse(two, python)),
              Threads.platform("java", () -> claimAll(backend, java)),
              Threads.platform("java", () -> claimAll(fixture.another(), java)));
      threads.forEach(Thread::start);
      threads.forEach(Threads::join);
    }
    List<JobId> all = new ArrayList<>(python);
    all.addAll(java);
    assertThat(all).containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
    assertThat(python).isNotEmpty();
    assertThat(java).isNotEmpty();
    assertThat(jobs).allMatch(job -> Jobs.state(backend, job.id()) == JobState.SUCCESS);
  }

  private void converse(Peer consumer, Queue<JobId> got) {
    for (String line = consumer.hear(); !line.equals("idle"); line = consumer.hear()) {
      JobId job = jobIn(line);
      got.add(job);
      edit(job, JobState.RUNNING);
      edit(job, JobState.SUCCESS);
      consumer.say("");
    }
  }

  private void claimAll(Backend through, Queue<JobId> got) {
    Claims stay = through.board().join("java", LEASE);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          List<Claim> claims = stay.claim(3, Jobs.everything());
          claims.forEach(claim -> {
            got.add(claim.job().id());
            through.jobs().write(Jobs.success(claim));
            stay.consume(claim);
          });
          return claims.isEmpty() && through.board().postings(0, 1).isEmpty();
        });
    stay.close();
  }

  @Test
  void killedPythonHolder_itsEntryIsTakenByJava() {
    Job job = Jobs.post(backend);
    Claims stay = backend.board().join("java", LEASE);
    try (Peer holder = Peer.kazoo("hold", fixture.hosts())) {
      assertThat(jobIn(holder.hear())).isEqualTo(job.id());
      edit(job.id(), JobState.RUNNING);
      assertThat(stay.claim(1, Jobs.everything())).isEmpty();
      holder.kill();
    }
    List<Claim> claims = new ArrayList<>();
    await()
        .until(() -> {
          claims.addAll(stay.claim(1, Jobs.everything()));
          return !claims.isEmpty();
        });
    assertThat(claims.getFirst().job().id()).isEqualTo(job.id());
    assertThat(claims.getFirst().resumed()).isTrue();
    finish(stay, claims);
    assertThat(Jobs.state(backend, job.id())).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void killedJavaHolder_itsEntryIsTakenByPython() {
    try (Peer java = Peer.java(HoldOneJob.class, fixture.hosts())) {
      JobId job = jobIn(java.hear());
      try (Peer python = Peer.kazoo("hold", fixture.hosts())) {
        java.kill();
        assertThat(jobIn(python.hear())).isEqualTo(job);
      }
    }
  }

  @Test
  void election_pythonAndJava_leadershipPassesBothWays() {
    List<String> office = List.of("cleanup_jobs");
    try (Peer python = Peer.kazoo("lead", fixture.hosts(), "cleanup_jobs", "py")) {
      python.expect("leads py");
      assertThat(contend(office)).isEmpty();
      assertThat(backend.election().leaders(office)).containsEntry("cleanup_jobs", "py");
      python.say("");
      python.expect("resigned py");
      List<Term> won = awaitTerm(office);
      // It stands again, behind us.
      python.say("");
      await().during(Duration.ofMillis(500)).until(python::isSilent);
      assertThat(contend(office)).hasSize(1);
      backend.election().resign(won.getFirst());
      python.expect("leads py");
      assertThat(contend(office)).isEmpty();
      python.kill();
      assertThat(awaitTerm(office).getFirst().token()).isGreaterThan(won.getFirst().token());
    }
  }

  @Test
  void election_javaLeaderFallsSilent_pythonLeads() {
    List<String> office = List.of("cleanup_jobs");
    Term term = backend.election().contend(office, "java", SHORT).getFirst();
    try (Peer python = Peer.kazoo("lead", fixture.hosts(), "cleanup_jobs", "py")) {
      python.expect("leads py");
      assertThat(term.trustedUntil().isPast(fixture.clock())).isTrue();
    }
  }

  private List<Term> contend(List<String> office) {
    return backend.election().contend(office, "java", Duration.ofSeconds(20));
  }

  private List<Term> awaitTerm(List<String> office) {
    List<Term> terms = new ArrayList<>();
    await()
        .until(() -> {
          terms.addAll(contend(office));
          return !terms.isEmpty();
        });
    return terms;
  }
}
