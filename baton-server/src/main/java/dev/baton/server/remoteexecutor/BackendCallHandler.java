// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.service.Service;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers the protocol calls of remote executors and distributors: {@code POST
 * /api/backend/<port>/<method>}. The client needs the claim {@code group/nuvla-admin} or {@code
 * group/baton-executor}. A call may block as long as the client waits, because each call has its
 * own virtual thread. The server starts and stops the handler. During a stop of the server, the
 * handler stops first, so that waiting calls end at once; the clients repeat them.
 */
@FunctionalInterface
public interface BackendCallHandler extends Service {

  /**
   * Carries out a call. If it throws a Baton exception, the response has the status that the API
   * uses for this type of exception, and the body contains the exception's {@code code}, so that
   * the client can throw the same exception.
   *
   * @param port the name of the port, such as {@code jobs}
   * @param method the name of a method of the port
   * @param arguments the body, up to the size limit of a bulk request; an empty object if there is
   *     no body
   * @return the body of the response
   * @throws dev.baton.error.NotFoundException if there is no such port or method
   * @throws Exception any other exception becomes status 500
   */
  JsonNode call(Caller caller, String port, String method, JsonNode arguments) throws Exception;

  /** A call whose answer may be known only after a long time. */
  @FunctionalInterface
  interface WaitingCall {
    /**
     * Waits for the answer, and returns the body of the response.
     *
     * @param connection is used from time to time while the call waits
     * @throws IOException if the client has disconnected
     */
    JsonNode await(ConnectionCheck connection) throws IOException;
  }

  /**
   * Prepares a call whose answer may be known only after a long time; empty for other calls, which
   * {@link #call} carries out. Returns at once; throws as {@link #call} does.
   */
  default Optional<WaitingCall> waiting(
      Caller caller, String port, String method, JsonNode arguments) {
    return Optional.empty();
  }

  @Override
  default void start() {}

  /** Returns at once. */
  @Override
  default void stop() {}
}
