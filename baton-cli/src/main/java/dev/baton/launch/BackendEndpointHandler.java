// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.rest.BackendCallHandler;
import dev.baton.server.remoteexecutor.BackendEndpoint;

/** Passes the protocol calls that arrive at the REST API to the backend endpoint. */
record BackendEndpointHandler(BackendEndpoint endpoint) implements BackendCallHandler {

  @Override
  public JsonNode call(Caller caller, String port, String method, JsonNode arguments) {
    return endpoint.call(caller, port, method, arguments);
  }

  @Override
  public void start() {
    endpoint.start();
  }

  @Override
  public void stop() {
    endpoint.stop();
  }
}
