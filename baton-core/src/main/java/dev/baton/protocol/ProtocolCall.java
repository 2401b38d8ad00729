// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

/**
 * A call of the protocol: one method of one port.
 *
 * @param adminOnly whether only administrators may make the call; otherwise an executor's key is
 *     enough
 * @param <Q> form of the request
 * @param <R> form of the reply
 */
public record ProtocolCall<Q, R>(
    String port, String method, Class<Q> request, Class<R> reply, boolean adminOnly) {

  static <Q, R> ProtocolCall<Q, R> of(
      String port, String method, Class<Q> request, Class<R> reply) {
    return new ProtocolCall<>(port, method, request, reply, false);
  }

  /** Returns the same call for administrators only. */
  ProtocolCall<Q, R> forAdmins() {
    return new ProtocolCall<>(port, method, request, reply, true);
  }

  /** Returns the path on the server. */
  public String path() {
    return Protocol.PATH_PREFIX + port + "/" + method;
  }
}
