// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.error.ForbiddenException;
import dev.baton.jobservice.JobService;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import dev.baton.service.Service;
import dev.baton.wire.CallResult;
import dev.baton.wire.Protocol;

/**
 * Gives remote executors and distributors the ports of a backend, save the accounts. Several
 * servers on one backend are one to their clients; a restart ends no stay at the board.
 *
 * <p>Callers need the claim {@link Principals#EXECUTOR} or {@link Principals#ADMIN}. An executor
 * may claim jobs; renew, report on and end the jobs that it holds; and do for a job that it holds
 * what the owners of that job may do. Everything else is for administrators.
 */
public final class BackendEndpoint implements Service {

  private final CallRoutes callRoutes = new CallRoutes();
  private final LongPollCalls longPollCalls;

  /** With the usual bound on the executors of one key. */
  public BackendEndpoint(Backend backend, JobService desk, Clock clock) {
    this(backend, desk, clock, ServerLimits.DEFAULT.executorsPerKey());
  }

  /**
   * @param backend stays open when this is stopped
   * @param desk through which running jobs post and change others
   * @param executorsPerKey how many executors with one API key may have joined the board here
   */
  public BackendEndpoint(Backend backend, JobService desk, Clock clock, int executorsPerKey) {
    this.longPollCalls = new LongPollCalls(backend, clock);
    RemoteSessions remoteSessions = new RemoteSessions(backend.board(), clock, executorsPerKey);
    ClaimAccess claimAccess = new ClaimAccess(remoteSessions, backend.jobs());
    new JobCalls(backend, claimAccess).addTo(callRoutes);
    new BoardCalls(backend.board(), remoteSessions, clock).addTo(callRoutes);
    new ClaimWriteCalls(backend, remoteSessions, claimAccess).addTo(callRoutes);
    new RunCalls(backend, desk, claimAccess).addTo(callRoutes);
    new LogbookCalls(backend, claimAccess).addTo(callRoutes);
    new ClusterCalls(backend, clock).addTo(callRoutes);
    longPollCalls.addTo(callRoutes);
  }

  /**
   * Carries out a call; may block for {@link Protocol#MAX_WAIT_MILLIS} and so is to be called from
   * a virtual thread. Thread-safe. Whoever speaks HTTP checks the version of the protocol before,
   * and names it in the answer.
   *
   * @param port from the path, as {@code method}
   * @return an {@link CallResult}: what the port answered or threw
   * @throws ForbiddenException if the caller has no right to call, so that nothing was done
   * @throws dev.baton.error.InvalidInputException if the body does not have the form that the call
   *     must have
   * @throws dev.baton.error.NotFoundException if there is no such call
   */
  public JsonNode call(Caller caller, String port, String method, JsonNode body) {
    admit(caller);
    return Protocol.toJson(callRoutes.call(caller, port, method, body));
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

  /** Begins to follow what clients wait for. */
  @Override
  public void start() {
    longPollCalls.start();
  }

  /** Answers everyone who waits, at once. Stays at the board go on elsewhere. */
  @Override
  public void stop() {
    longPollCalls.stop();
  }
}
