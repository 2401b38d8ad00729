// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.error.InvalidInputException;
import dev.baton.logbook.LogbookStore;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;

/**
 * The protocol calls that read the progress of flows. {@link ClaimWriteCalls} has the calls that
 * write it.
 */
final class LogbookCalls {

  private static final int MAX_STEPS = 10_000;

  private final LogbookStore logbook;
  private final ClaimAccess claimAccess;

  LogbookCalls(Backend backend, ClaimAccess claimAccess) {
    this.logbook = of(backend);
    this.claimAccess = claimAccess;
  }

  /**
   * The logbook store of the backend.
   *
   * @throws InvalidInputException if the backend has none
   */
  static LogbookStore of(Backend backend) {
    return backend
        .logbook()
        .orElseThrow(() ->
            new InvalidInputException(
                backend.description() + " keeps no progress of flows; use another store"));
  }

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(ProtocolCalls.LOGBOOK, this::find);
    callRoutes.add(ProtocolCalls.FLOW_STEPS, this::transitions);
    callRoutes.add(ProtocolCalls.DELETE_LOGBOOK, this::delete);
  }

  private Messages.FoundLogbook find(Caller caller, Messages.JobRef request) {
    claimAccess.checkMayRead(caller, request.job(), request.session());
    return new Messages.FoundLogbook(logbook.find(request.job()).orElse(null));
  }

  private Messages.FlowTransitionList transitions(
      Caller caller, Messages.ReadFlowTransitions request) {
    claimAccess.checkMayRead(caller, request.job(), request.session());
    if (request.offset() < 0 || request.limit() < 1 || request.limit() > MAX_STEPS) {
      throw new InvalidInputException(
          "limit is "
              + request.limit()
              + " and offset is "
              + request.offset()
              + "; allowed: limit 1 to "
              + MAX_STEPS
              + ", offset 0 or more");
    }
    return new Messages.FlowTransitionList(
        logbook.transitions(request.job(), request.offset(), request.limit()));
  }

  private Messages.FlagReply delete(Caller caller, Messages.JobRef request) {
    return new Messages.FlagReply(logbook.delete(request.job()));
  }
}
