// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The table of the protocol calls with their handlers. The constructor of the endpoint fills the
 * table; afterwards it is only read.
 */
final class CallRoutes {

  private record CallRoute(boolean adminOnly, BiFunction<Caller, JsonNode, CallResult> body) {}

  private final Map<String, CallRoute> routes = new HashMap<>();

  <Q, R> void add(ProtocolCall<Q, R> protocolCall, Function<Q, R> body) {
    add(protocolCall, (caller, request) -> body.apply(request));
  }

  <Q, R> void add(ProtocolCall<Q, R> protocolCall, BiFunction<Caller, Q, R> body) {
    BiFunction<Caller, JsonNode, CallResult> run =
        (caller, json) -> {
          // A malformed request is rejected with status 400. An exception of the body is different:
          // it is returned as a CallResult.
          Q request = Protocol.read(json, protocolCall.request());
          return CallResult.of(() -> body.apply(caller, request));
        };
    routes.put(protocolCall.path(), new CallRoute(protocolCall.adminOnly(), run));
  }

  CallResult call(Caller caller, String port, String method, JsonNode body) {
    String path = Protocol.PATH_PREFIX + port + "/" + method;
    CallRoute callRoute = routes.get(path);
    if (callRoute == null) {
      throw new NotFoundException(
          "unknown protocol call '" + path + "'; the client may be newer than this server");
    }
    if (callRoute.adminOnly() && !caller.isAdmin()) {
      throw new ForbiddenException(
          "'"
              + path
              + "' is for "
              + Principals.ADMIN
              + " only; use the login or the API key of an administrator");
    }
    return callRoute.body().apply(caller, body);
  }
}
