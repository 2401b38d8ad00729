// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.board.Admission.ActionVersion;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.member.Member;
import dev.baton.memory.InMemoryBackend;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An endpoint on a backend, with a user's job that one of two executors has claimed. */
final class ClaimedJob implements AutoCloseable {

  static final String FOR_ADMINS = TestEndpointServer.FOR_ADMINS;
  static final Caller ADMIN = caller("user/1", Principals.ADMIN);
  static final Caller HOLDER = caller("user/2", Principals.EXECUTOR);
  static final Caller OTHER = caller("user/3", Principals.EXECUTOR);
  static final Caller PLAIN = caller("user/4", Principals.USER);
  private static final Duration LEASE = Duration.ofMinutes(5);

  final Backend backend;
  final BackendEndpoint endpoint;
  final Messages.SessionRef session = session('a');
  final Messages.SessionRef otherSession = session('b');
  final Job job;
  final long token;
  final Messages.RunRef run;

  /** Creates the endpoint on the in-memory backend. */
  ClaimedJob() {
    this(new InMemoryBackend(Clock.system()));
  }

  /** Creates the endpoint on the given backend, which is closed with it. */
  ClaimedJob(Backend backend) {
    this.backend = backend;
    JobService jobService =
        new JobService(backend.jobs(), TestEndpointServer::check, Clock.system());
    endpoint =
        new BackendEndpoint(
            backend, jobService, Clock.system(), ServerLimits.DEFAULT.executorsPerKey());
    job = post("work", "user/alice");
    call(HOLDER, ProtocolCalls.JOIN, session);
    call(OTHER, ProtocolCalls.JOIN, otherSession);
    run = claim();
    token = run.token();
  }

  /** Makes the holder claim the only waiting job. */
  Messages.RunRef claim() {
    Set<ActionVersion> kinds = Set.of(new ActionVersion("work", JobSpec.VERSION));
    Messages.ClaimRequest ask =
        new Messages.ClaimRequest(session, 1, kinds, Set.of(), Set.of(), Map.of());
    JsonNode granted = call(HOLDER, ProtocolCalls.CLAIM, ask).path("ok");
    assertThat(granted.path("claims")).hasSize(1);
    JobId claimed = JobId.parse(granted.at("/claims/0/job/id").textValue());
    return new Messages.RunRef(session, claimed, stored(claimed).status().token());
  }

  private static Caller caller(String user, String claim) {
    return new Caller(user, user, Set.of(user, claim), null);
  }

  private static Messages.SessionRef session(char secret) {
    return new Messages.SessionRef(String.valueOf(secret).repeat(64), "executor-" + secret, LEASE);
  }

  static Member executor(String id) {
    return Member.builder(id, Member.Kind.EXECUTOR, "e", Clock.system().now()).slots(8).build();
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

  <Q, R> JsonNode call(Caller caller, ProtocolCall<Q, R> protocolCall, Object request) {
    return endpoint.call(
        caller, protocolCall.port(), protocolCall.method(), Protocol.toJson(request));
  }

  @Override
  public void close() {
    backend.close();
  }
}
