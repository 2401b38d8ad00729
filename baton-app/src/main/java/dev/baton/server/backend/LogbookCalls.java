// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.error.InvalidInputException;
import dev.baton.logbook.LogbookStore;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;

/** The port of flows' progress; writes come with what else the holders of claims say. */
final class LogbookCalls {

  private static final int MAX_STEPS = 10_000;

  private final LogbookStore logbook;
  private final Confinement confinement;

  LogbookCalls(Backend backend, Confinement confinement) {
    this.logbook = of(backend);
    this.confinement = confinement;
  }

  /**
   * The backend's.
   *
   * @throws InvalidInputException if it has none
   */
  static LogbookStore of(Backend backend) {
    return backend
        .logbook()
        .orElseThrow(() ->
            new InvalidInputException(
                backend.description() + " keeps no progress of flows; use another store"));
  }

  void addTo(Routes routes) {
    routes.on(Calls.LOGBOOK, this::find);
    routes.on(Calls.FLOW_STEPS, this::transitions);
    routes.on(Calls.DELETE_LOGBOOK, this::delete);
  }

  private Forms.FoundLogbook find(Caller caller, Forms.JobRef request) {
    confinement.checkReads(caller, request.job(), request.stay());
    return new Forms.FoundLogbook(logbook.find(request.job()).orElse(null));
  }

  private Forms.FlowSteps transitions(Caller caller, Forms.ReadSteps request) {
    confinement.checkReads(caller, request.job(), request.stay());
    if (request.offset() < 0 || request.limit() < 1 || request.limit() > MAX_STEPS) {
      throw new InvalidInputException(
          "asked for "
              + request.limit()
              + " steps from "
              + request.offset()
              + "; allowed: 1 to "
              + MAX_STEPS
              + " from 0 or more");
    }
    return new Forms.FlowSteps(
        logbook.transitions(request.job(), request.offset(), request.limit()));
  }

  private Forms.Flag delete(Caller caller, Forms.JobRef request) {
    return new Forms.Flag(logbook.delete(request.job()));
  }
}
