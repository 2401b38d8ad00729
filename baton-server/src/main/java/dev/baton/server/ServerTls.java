// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.InvalidInputException;
import dev.baton.tls.PemFile;
import dev.baton.tls.ShowCertificate;
import dev.baton.tls.TlsContext;
import dev.baton.tls.TrustAuthorities;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files with which the server speaks TLS. New connections use the present content of the files.
 * A client that resumes a session is checked again after a minute at the latest.
 *
 * @param certificate the certificate of the server, followed by those of the intermediate
 *     authorities
 * @param key the private key of the certificate
 * @param clientAuthority the authority that must have signed the certificate of each client; null
 *     if clients need no certificate
 */
public record ServerTls(PemFile certificate, PemFile key, @Nullable PemFile clientAuthority) {

  private static final int SESSION_SECONDS = 60;

  /**
   * Checks the files before the server starts, so that a start that fails leaves no new database.
   *
   * @throws InvalidInputException if a file is missing or invalid, the certificate has expired, or
   *     the key is not that of the certificate
   */
  public void check() {
    open(show());
  }

  /**
   * Reads certificate and key.
   *
   * @throws InvalidInputException as {@link #check} does
   */
  ShowCertificate show() {
    return ShowCertificate.of(certificate, key);
  }

  /**
   * Reads the authority of the clients, and returns the settings of TLS.
   *
   * @param own shows the certificate of the server
   * @throws InvalidInputException if the file is missing or invalid
   */
  SslContextFactory.Server open(ShowCertificate own) {
    SSLContext context =
        TlsContext.of(own, clientAuthority == null ? null : TrustAuthorities.of(clientAuthority));
    if (clientAuthority != null) {
      // Java does not check the certificate of a client that resumes a session.
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
    }
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(context);
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    // HTTP/2 refuses some of the ciphers of TLS 1.2, so those that it accepts come first.
    factory.setCipherComparator(HTTP2Cipher.COMPARATOR);
    factory.setNeedClientAuth(clientAuthority != null);
    return factory;
  }
}
