// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.service.Service;

/**
 * What executors call that have nothing but the server's address: {@code POST
 * /api/backend/<port>/<method>}, by callers who hold {@code group/nuvla-admin} or {@code
 * group/baton-executor}. May block for as long as the client waits, since each call has a virtual
 * thread of its own. The server starts it, and stops it before it waits for requests under way:
 * calls that wait then end at once, and their clients come back.
 */
@FunctionalInterface
public interface BackendCallHandler extends Service {

  /**
   * Carries out a call. What it throws of Baton's own becomes the status that the type has in the
   * API, with the exception's {@code code} in the body, so that the other side can throw it again.
   *
   * @param port such as {@code jobs}
   * @param method of the port
   * @param arguments the body, up to the size of a bulk request; an empty object without a body
   * @return the answer's body
   * @throws dev.baton.error.NotFoundException if there is no such port or method
   * @throws Exception anything else becomes a 500
   */
  JsonNode call(Caller caller, String port, String method, JsonNode arguments) throws Exception;

  @Override
  default void start() {}

  @Override
  default void stop() {}
}
