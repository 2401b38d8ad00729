// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.error.ForbiddenException;
import dev.baton.jobservice.JobService;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Gives remote executors and distributors access to the ports of a backend, except the accounts.
 * Several servers on one backend behave like one server, and the restart of a server does not end
 * board sessions.
 *
 * <p>Callers need the claim {@link Principals#EXECUTOR} or {@link Principals#ADMIN}. An executor
 * may claim jobs, and renew, report on and end the jobs that it holds. For a job that it holds, it
 * may also do what the owners of that job may do. All other calls are for administrators.
 */
public final class BackendEndpoint implements BackendCallHandler {

  private final CallRoutes callRoutes = new CallRoutes();
  private final LongPollCalls longPollCalls;
  private final StandByCalls standByCalls;

  /**
   * Creates an endpoint.
   *
   * @param backend is not closed when the endpoint stops
   * @param jobService the job service by which running jobs post and change other jobs
   * @param executorsPerKey the largest number of board sessions with one API key at this server
   */
  public BackendEndpoint(Backend backend, JobService jobService, Clock clock, int executorsPerKey) {
    this.longPollCalls = new LongPollCalls(backend, clock);
    RemoteSessions remoteSessions = new RemoteSessions(backend.board(), clock, executorsPerKey);
    ClaimAccess claimAccess = new ClaimAccess(remoteSessions, backend.jobs());
    new JobCalls(backend, claimAccess).addTo(callRoutes);
    new BoardCalls(backend.board(), remoteSessions, clock).addTo(callRoutes);
    new ClaimWriteCalls(backend, remoteSessions, claimAccess).addTo(callRoutes);
    new RunCalls(backend, jobService, claimAccess).addTo(callRoutes);
    new LogbookCalls(backend, claimAccess).addTo(callRoutes);
    StandByMembers standByMembers = new StandByMembers(backend.memberRegistry(), clock);
    this.standByCalls = new StandByCalls(longPollCalls, standByMembers, clock);
    new InstallationCalls(backend, standByMembers, clock).addTo(callRoutes);
    longPollCalls.addTo(callRoutes);
  }

  /**
   * Carries out a protocol call. It may block for {@link Protocol#MAX_WAIT_MILLIS}, so it should
   * run on a virtual thread. Thread-safe. The HTTP layer checks the protocol version before the
   * call, and adds the version to the response.
   *
   * @param port the name of the port in the path
   * @param method the name of the method in the path
   * @return a {@link CallResult}: the result or the exception of the called method
   * @throws ForbiddenException if the caller may not make this call; then nothing was done
   * @throws dev.baton.error.InvalidInputException if the body is not a request of this call
   * @throws dev.baton.error.NotFoundException if there is no such call
   */
  @Override
  public JsonNode call(Caller caller, String port, String method, JsonNode body) {
    admit(caller);
    Optional<WaitingCall> waiting = waiting(caller, port, method, body);
    if (waiting.isPresent()) {
      try {
        return waiting.get().await(() -> {});
      } catch (IOException e) {
        throw new UncheckedIOException("a check that does nothing has failed", e);
      }
    }
    return Protocol.toJson(callRoutes.call(caller, port, method, body));
  }

  @Override
  public Optional<WaitingCall> waiting(Caller caller, String port, String method, JsonNode body) {
    if (!ProtocolCalls.STAND_BY.path().equals(Protocol.PATH_PREFIX + port + "/" + method)) {
      return Optional.empty();
    }
    admit(caller);
    Messages.StandByRequest request = Protocol.read(body, ProtocolCalls.STAND_BY.request());
    return Optional.of(
        connection -> Protocol.toJson(standByCalls.standBy(caller, request, connection)));
  }

  private static void admit(Caller caller) {
    if (!caller.isAdmin() && !caller.claims().contains(Principals.EXECUTOR)) {
      throw new ForbiddenException(
          "'"
              + caller.userId()
              + "' may not act as an executor; use a key with the claim "
              + Principals.EXECUTOR
              + " or "
              + Principals.ADMIN);
    }
  }

  /** Starts to watch the backend for changes, which end the long polls of clients. */
  @Override
  public void start() {
    longPollCalls.start();
  }

  /** Ends all calls that wait. Board sessions stay valid, and other servers can serve them. */
  @Override
  public void stop() {
    longPollCalls.stop();
  }
}
