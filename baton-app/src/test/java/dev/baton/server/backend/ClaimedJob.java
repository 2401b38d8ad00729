// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.board.Admission.Kind;
import dev.baton.desk.JobDesk;
import dev.baton.executor.Member;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.wire.Call;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An endpoint on a backend, and a user's job that one of two executors has claimed. */
final class ClaimedJob implements AutoCloseable {

  static final String FOR_ADMINS = TestServer.FOR_ADMINS;
  static final Caller ADMIN = caller("user/1", Principals.ADMIN);
  static final Caller HOLDER = caller("user/2", Principals.EXECUTOR);
  static final Caller OTHER = caller("user/3", Principals.EXECUTOR);
  static final Caller PLAIN = caller("user/4", Principals.USER);
  private static final Duration LEASE = Duration.ofMinutes(5);

  final Backend backend;
  final BackendEndpoint endpoint;
  final Forms.Stay stay = stay('a');
  final Forms.Stay otherStay = stay('b');
  final Job job;
  final long token;
  final Forms.Run run;

  /** In memory. */
  ClaimedJob() {
    this(new InMemoryBackend(Clock.system()));
  }

  /** On a backend of any kind, which is closed with this. */
  ClaimedJob(Backend backend) {
    this.backend = backend;
    JobDesk desk = new JobDesk(backend.jobs(), TestServer::check, Clock.system());
    endpoint = new BackendEndpoint(backend, desk, Clock.system());
    job = post("work", "user/alice");
    call(HOLDER, Calls.JOIN, stay);
    call(OTHER, Calls.JOIN, otherStay);
    run = claim();
    token = run.token();
  }

  /** Lets the holder claim the only job that waits. */
  Forms.Run claim() {
    Set<Kind> kinds = Set.of(new Kind("work", JobSpec.VERSION));
    Forms.AskClaims ask = new Forms.AskClaims(stay, 1, kinds, Set.of(), Set.of(), Map.of());
    JsonNode granted = call(HOLDER, Calls.CLAIM, ask).path("ok");
    assertThat(granted.path("claims")).hasSize(1);
    JobId claimed = JobId.parse(granted.at("/claims/0/job/id").textValue());
    return new Forms.Run(stay, claimed, stored(claimed).status().token());
  }

  private static Caller caller(String user, String claim) {
    return new Caller(user, user, Set.of(user, claim), null);
  }

  private static Forms.Stay stay(char secret) {
    return new Forms.Stay(String.valueOf(secret).repeat(64), "executor-" + secret, LEASE);
  }

  static Member executor(String id) {
    Instant now = Clock.system().now();
    return new Member(
        id, Member.Kind.EXECUTOR, "e", "h", 1, "1", now, now, 8, 0, false, List.of(), List.of());
  }

  Job post(String action, String owner) {
    Job posted =
        Job.posted(
            JobId.create(Clock.system().now()),
            JobSpec.of(action),
            Acl.ownedBy(owner),
            Clock.system().now(),
            owner);
    backend.jobs().add(List.of(posted));
    return posted;
  }

  Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  <Q, R> JsonNode call(Caller caller, Call<Q, R> call, Object request) {
    return endpoint.call(caller, call.port(), call.method(), Wire.tree(request));
  }

  @Override
  public void close() {
    backend.close();
  }
}
