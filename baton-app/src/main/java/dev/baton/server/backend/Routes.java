// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.wire.Call;
import dev.baton.wire.Outcome;
import dev.baton.wire.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is done for each call. Filled while the endpoint is made, then only read. */
final class Routes {

  private record Route(boolean adminOnly, BiFunction<Caller, JsonNode, Outcome> body) {}

  private final Map<String, Route> routes = new HashMap<>();

  <Q, R> void on(Call<Q, R> call, Function<Q, R> body) {
    on(call, (caller, request) -> body.apply(request));
  }

  <Q, R> void on(Call<Q, R> call, BiFunction<Caller, Q, R> body) {
    BiFunction<Caller, JsonNode, Outcome> run =
        (caller, json) -> {
          // A malformed request is not the port's outcome: it is refused before.
          Q request = Wire.read(json, call.request());
          return Outcome.of(() -> body.apply(caller, request));
        };
    routes.put(call.path(), new Route(call.adminOnly(), run));
  }

  Outcome run(Caller caller, String port, String method, JsonNode body) {
    String path = Wire.PATH + port + "/" + method;
    Route route = routes.get(path);
    if (route == null) {
      throw new NotFoundException(
          "there is no call '" + path + "'; the client may be of a later release");
    }
    if (route.adminOnly() && !caller.isAdmin()) {
      throw new ForbiddenException(
          "'"
              + path
              + "' is for "
              + Principals.ADMIN
              + " only; log in as an administrator, or with a key of one");
    }
    return route.body().apply(caller, body);
  }
}
