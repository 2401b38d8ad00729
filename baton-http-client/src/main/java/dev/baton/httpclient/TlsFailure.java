// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Explains failures of TLS to users. */
public final class TlsFailure {

  private TlsFailure() {}

  /**
   * Returns why a request failed, and what to do; empty if TLS is not the reason.
   *
   * @param endpoint the address of the server
   */
  public static Optional<String> explain(Exception failure, String endpoint) {
    Optional<Throwable> untrusted = cause(failure, UntrustedServerException.class);
    if (untrusted.isPresent()) {
      return Optional.of(
          "the server at " + endpoint + " is not trusted: " + untrusted.get().getMessage());
    }
    return cause(failure, SSLException.class)
        .map(problem ->
            "no secure connection to the server at "
                + endpoint
                + ": "
                + problem.getMessage()
                + (problem instanceof SSLHandshakeException
                    ? "; if the server asks for a certificate of the client, name it with"
                        + " tls-client-certificate and tls-client-key"
                    : "; the server may speak plain http: try http:// instead of https://"));
  }

  private static Optional<Throwable> cause(Exception failure, Class<? extends Exception> kind) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(kind::isInstance)
        .findFirst();
  }
}
