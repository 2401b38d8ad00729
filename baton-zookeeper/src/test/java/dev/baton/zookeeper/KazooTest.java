// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
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

/** Tests a queue and an election that Baton shares with Python clients of kazoo. */
@Tag("integration")
final class KazooTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final ZooKeeperFixture fixture =
      ZooKeeperFixture.onH2(SingleZooKeeperServer.shared().hosts());
  private final Backend backend = fixture.backend();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Edits the state in the same way as Nuvla's executors over the API. */
  private void edit(JobId id, JobState state) {
    Job job = backend.jobs().find(id).orElseThrow();
    backend.jobs().replace(job.withStatus(job.status().toBuilder().state(state).build()));
  }

  private static JobId jobIn(String line) {
    assertThat(line).startsWith("got ");
    return JobId.parse(line.substring(4));
  }

  private void finish(BoardSession session, List<Claim> claims) {
    claims.forEach(claim -> {
      backend.jobs().write(BoardTestJobs.success(claim));
      session.consume(claim);
    });
  }

  @Test
  void python_puts_javaConsumes() {
    List<Job> posted = IntStream.range(0, 20).mapToObj(i -> BoardTestJobs.newJob(100)).toList();
    List<JobId> jobs = posted.stream().map(Job::id).toList();
    // Nuvla's server also creates the entry before the job.
    try (PeerProcess putter = PeerProcess.kazoo("put", fixture.hosts(), "100")) {
      jobs.forEach(job -> putter.writeLine(job.toString()));
      jobs.forEach(job -> putter.expect("put " + job));
    }
    fixture.store().jobs().add(posted);
    BoardSession session = backend.board().join("java", LEASE);
    List<Claim> claims = session.claim(20, BoardTestJobs.everything());
    assertThat(BoardTestJobs.ids(claims)).containsExactlyElementsOf(jobs);
    finish(session, claims);
    try (PeerProcess consumer = PeerProcess.kazoo("consume", fixture.hosts(), "1")) {
      consumer.expect("idle");
    }
  }

  @Test
  void java_posts_pythonConsumes() {
    List<Job> jobs =
        List.of(
            BoardTestJobs.newJob(500),
            BoardTestJobs.newJob(20),
            BoardTestJobs.newJob(999),
            BoardTestJobs.newJob(20));
    backend.jobs().add(jobs);
    List<JobId> got = new ArrayList<>();
    try (PeerProcess consumer = PeerProcess.kazoo("consume", fixture.hosts(), "1")) {
      for (int i = 0; i < 4; i++) {
        JobId job = jobIn(consumer.readLine());
        got.add(job);
        edit(job, JobState.RUNNING);
        edit(job, JobState.SUCCESS);
        consumer.writeLine("");
      }
      consumer.expect("idle");
    }
    assertThat(got)
        .containsExactly(jobs.get(1).id(), jobs.get(3).id(), jobs.get(0).id(), jobs.get(2).id());
    assertThat(backend.board().join("java", LEASE).claim(10, BoardTestJobs.everything())).isEmpty();
  }

  @Test
  void bothConsumeOneQueue_everyEntryIsHadOnce() {
    List<Job> jobs = BoardTestJobs.post(backend, 2000);
    Queue<JobId> python = new ConcurrentLinkedQueue<>();
    Queue<JobId> java = new ConcurrentLinkedQueue<>();
    try (PeerProcess one = PeerProcess.kazoo("consume", fixture.hosts(), "3");
        PeerProcess two = PeerProcess.kazoo("consume", fixture.hosts(), "3")) {
      List<Thread> threads =
          List.of(
              Threads.platform("python", () -> converse(one, python)),
              Threads.platform("python", () -> converse(two, python)),
              Threads.platform("java", () -> claimAll(backend, java)),
              Threads.platform("java", () -> claimAll(fixture.otherProcessView(), java)));
      threads.forEach(Thread::start);
      threads.forEach(Threads::join);
    }
    List<JobId> all = new ArrayList<>(python);
    all.addAll(java);
    assertThat(all).containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
    assertThat(python).isNotEmpty();
    assertThat(java).isNotEmpty();
    assertThat(jobs).allMatch(job -> BoardTestJobs.state(backend, job.id()) == JobState.SUCCESS);
  }

  private void converse(PeerProcess consumer, Queue<JobId> got) {
    for (String line = consumer.readLine(); !line.equals("idle"); line = consumer.readLine()) {
      JobId job = jobIn(line);
      got.add(job);
      edit(job, JobState.RUNNING);
      edit(job, JobState.SUCCESS);
      consumer.writeLine("");
    }
  }

  private void claimAll(Backend through, Queue<JobId> got) {
    BoardSession session = through.board().join("java", LEASE);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          List<Claim> claims = session.claim(3, BoardTestJobs.everything());
          claims.forEach(claim -> {
            got.add(claim.job().id());
            through.jobs().write(BoardTestJobs.success(claim));
            session.consume(claim);
          });
          return claims.isEmpty() && through.board().postings(0, 1).isEmpty();
        });
    session.close();
  }

  @Test
  void killedPythonHolder_itsEntryIsTakenByJava() {
    Job job = BoardTestJobs.post(backend);
    BoardSession session = backend.board().join("java", LEASE);
    try (PeerProcess holder = PeerProcess.kazoo("hold", fixture.hosts())) {
      assertThat(jobIn(holder.readLine())).isEqualTo(job.id());
      edit(job.id(), JobState.RUNNING);
      assertThat(session.claim(1, BoardTestJobs.everything())).isEmpty();
      holder.kill();
    }
    List<Claim> claims = new ArrayList<>();
    await()
        .until(() -> {
          claims.addAll(session.claim(1, BoardTestJobs.everything()));
          return !claims.isEmpty();
        });
    assertThat(claims.getFirst().job().id()).isEqualTo(job.id());
    assertThat(claims.getFirst().resumed()).isTrue();
    finish(session, claims);
    assertThat(BoardTestJobs.state(backend, job.id())).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void killedJavaHolder_itsEntryIsTakenByPython() {
    try (PeerProcess java = PeerProcess.java(HoldClaimedJob.class, fixture.hosts())) {
      JobId job = jobIn(java.readLine());
      try (PeerProcess python = PeerProcess.kazoo("hold", fixture.hosts())) {
        java.kill();
        assertThat(jobIn(python.readLine())).isEqualTo(job);
      }
    }
  }

  @Test
  void election_pythonAndJava_leadershipPassesBothWays() {
    List<String> election = List.of("cleanup_jobs");
    try (PeerProcess python = PeerProcess.kazoo("lead", fixture.hosts(), "cleanup_jobs", "py")) {
      python.expect("leads py");
      assertThat(contend(election)).isEmpty();
      assertThat(backend.election().leaders(election)).containsEntry("cleanup_jobs", "py");
      python.writeLine("");
      python.expect("resigned py");
      List<Term> won = awaitTerm(election);
      // The Python client contends again, behind this process.
      python.writeLine("");
      await().during(Duration.ofMillis(500)).until(python::isSilent);
      assertThat(contend(election)).hasSize(1);
      backend.election().resign(won.getFirst());
      python.expect("leads py");
      assertThat(contend(election)).isEmpty();
      python.kill();
      assertThat(awaitTerm(election).getFirst().token()).isGreaterThan(won.getFirst().token());
    }
  }

  @Test
  void election_javaLeaderFallsSilent_pythonLeads() {
    List<String> election = List.of("cleanup_jobs");
    Term term = backend.election().contend(election, "java", SHORT).getFirst();
    try (PeerProcess python = PeerProcess.kazoo("lead", fixture.hosts(), "cleanup_jobs", "py")) {
      python.expect("leads py");
      assertThat(term.trustedUntil().isPast(fixture.clock())).isTrue();
    }
  }

  private List<Term> contend(List<String> election) {
    return backend.election().contend(election, "java", Duration.ofSeconds(20));
  }

  private List<Term> awaitTerm(List<String> election) {
    List<Term> terms = new ArrayList<>();
    await()
        .until(() -> {
          terms.addAll(contend(election));
          return !terms.isEmpty();
        });
    return terms;
  }
}
