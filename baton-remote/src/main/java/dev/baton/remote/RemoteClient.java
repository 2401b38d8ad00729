// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.HttpTransport;
import dev.baton.httpclient.HttpTransport.ServerRequest;
import dev.baton.httpclient.HttpTransport.ServerResponse;
import dev.baton.httpclient.SessionClient;
import dev.baton.job.Job;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the calls of the protocol, and translates every failure into an exception of Baton. If the
 * server rejects the login session, logs in again and makes the call once more. Thread-safe.
 */
final class RemoteClient {

  static final Duration TIMEOUT = HttpTransport.TIMEOUT;

  private static final SessionClient.LoginRules LOGIN_RULES =
      new SessionClient.LoginRules(Duration.ZERO, false, null);

  private final HttpTransport httpTransport;
  private final SessionClient sessionClient;
  private final RetryIdempotentCalls retryIdempotentCalls;

  RemoteClient(
      RemoteBackend.Options options, RetryIdempotentCalls retryIdempotentCalls, Clock clock) {
    this.retryIdempotentCalls = retryIdempotentCalls;
    this.httpTransport =
        new HttpTransport(
            options.endpoint(), options.tls(), Map.of(Protocol.VERSION_HEADER, Protocol.VERSION));
    this.sessionClient =
        new SessionClient(httpTransport, options.credentials(), LOGIN_RULES, clock);
  }

  String endpoint() {
    return httpTransport.endpoint();
  }

  /**
   * Returns the service that repeats calls. When the backend is closed, the service stops
   * repeating.
   */
  RetryIdempotentCalls repeats() {
    return retryIdempotentCalls;
  }

  /**
   * Makes a call that is safe to repeat. Repeats it for a few seconds while the server does not
   * answer.
   */
  <Q, R> R repeat(ProtocolCall<Q, R> protocolCall, Q request) {
    return repeat(protocolCall, request, TIMEOUT);
  }

  <Q, R> R repeat(ProtocolCall<Q, R> protocolCall, Q request, Duration timeout) {
    return retryIdempotentCalls.call(() -> call(protocolCall, request, timeout));
  }

  /**
   * Like {@link #repeat(ProtocolCall, Object)}, but repeats the call for at most the given time.
   */
  <Q, R> R repeatFor(Duration atMost, ProtocolCall<Q, R> protocolCall, Q request) {
    return retryIdempotentCalls.call(
        () -> call(protocolCall, request), retryIdempotentCalls.deadlineAfter(atMost));
  }

  /** Returns the job; empty if the server has no such job. */
  Optional<Job> find(Messages.JobRef job) {
    return Optional.ofNullable(repeat(ProtocolCalls.FIND, job).job());
  }

  <Q, R> R call(ProtocolCall<Q, R> protocolCall, Q request) {
    return call(protocolCall, request, TIMEOUT);
  }

  <Q, R> R call(ProtocolCall<Q, R> protocolCall, Q request, Duration timeout) {
    return call(protocolCall, Protocol.toBytes(request), timeout);
  }

  /** Like the other {@code call} methods, but with a request that is already JSON text. */
  <R> R call(ProtocolCall<?, R> protocolCall, byte[] request, Duration timeout) {
    if (request.length > Protocol.MAX_REQUEST_BYTES) {
      throw new InvalidInputException(
          "a request of "
              + request.length
              + " bytes is too large; allowed: up to "
              + Protocol.MAX_REQUEST_BYTES
              + ". Post fewer jobs at once");
    }
    return read(
        protocolCall,
        sessionClient.send(ServerRequest.json("POST", protocolCall.path(), request, timeout)));
  }

  private <R> R read(ProtocolCall<?, R> protocolCall, ServerResponse serverResponse) {
    if (serverResponse.status() == 409) {
      // The server reports a conflict in the body of an answer with status 200, so this answer
      // comes from a proxy.
      throw new UnavailableException(
          "the server at " + endpoint() + " answers 409 to " + protocolCall.path());
    }
    if (serverResponse.status() != 200) {
      throw httpTransport.problem(serverResponse, " to " + protocolCall.path());
    }
    Protocol.checkVersion(
        "the server at " + endpoint(),
        serverResponse.headers().firstValue(Protocol.VERSION_HEADER).orElse(null));
    CallResult callResult = callResult(serverResponse);
    try {
      return callResult.value(protocolCall.reply());
    } catch (InvalidInputException e) {
      if (callResult.error() != null) {
        throw e;
      }
      throw new UnavailableException(
          "the answer of the server at " + endpoint() + " has values that are unknown here", e);
    }
  }

  private CallResult callResult(ServerResponse serverResponse) {
    try {
      return Protocol.read(serverResponse.body(), CallResult.class);
    } catch (InvalidInputException e) {
      throw new UnavailableException(
          "the answer of the server at " + endpoint() + " cannot be read", e);
    }
  }

  void close() {
    httpTransport.close();
  }
}
