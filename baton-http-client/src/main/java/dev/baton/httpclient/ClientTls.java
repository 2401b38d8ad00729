// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import dev.baton.error.InvalidInputException;
import dev.baton.tls.PemFile;
import dev.baton.tls.ShowCertificate;
import dev.baton.tls.TlsContext;
import dev.baton.tls.TrustAuthorities;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which servers a client trusts, and the certificate that it shows to servers.
 *
 * @param authority the file with the authorities that are trusted; null for those that Java knows
 * @param serverCertificate the file with the one certificate that is trusted, whatever its name and
 *     authority; null if an authority must have signed the certificate
 * @param certificate the file with the certificate of the client; null if the client shows none
 * @param key the file with the private key of that certificate
 * @param insecure whether every certificate of a server is accepted
 */
public record ClientTls(
    @Nullable PemFile authority,
    @Nullable PemFile serverCertificate,
    @Nullable PemFile certificate,
    @Nullable PemFile key,
    boolean insecure) {

  /** Trusts the authorities that Java knows, and shows no certificate. */
  public static final ClientTls DEFAULT = new ClientTls(null, null, null, null, false);

  public ClientTls {
    if ((certificate == null) != (key == null)) {
      throw new InvalidInputException(
          "only one of tls-client-certificate and tls-client-key is set; set both or none");
    }
  }

  /** Returns this with trust in the authorities of a file, and in no other certificate. */
  public ClientTls trusting(PemFile file) {
    return new ClientTls(file, null, certificate, key, insecure);
  }

  /** Returns this with a certificate of the client. */
  public ClientTls showing(@Nullable PemFile newCertificate, @Nullable PemFile newKey) {
    return new ClientTls(authority, serverCertificate, newCertificate, newKey, insecure);
  }

  /** Returns this with or without the acceptance of every certificate. */
  public ClientTls acceptingAll(boolean all) {
    return new ClientTls(authority, serverCertificate, certificate, key, all);
  }

  /**
   * Returns this for the server of the same user on the same machine, whose certificate is in a
   * file. An authority that the user has named takes precedence.
   */
  public ClientTls orOnly(@Nullable PemFile certificateOfServer) {
    return authority == null
        ? new ClientTls(null, certificateOfServer, certificate, key, insecure)
        : this;
  }

  /**
   * Returns the TLS context for a server.
   *
   * @param endpoint the address of the server. For a server without TLS, the context trusts nobody:
   *     the usual one would read all certificates of the Java runtime, a tenth of the time of a
   *     short command
   * @throws InvalidInputException if a file is missing or invalid
   */
  public SSLContext context(String endpoint) {
    if (endpoint.startsWith("http://")) {
      return TlsContext.of(null, null);
    }
    ShowCertificate own =
        certificate == null || key == null ? null : ShowCertificate.of(certificate, key);
    return TlsContext.of(own, trust());
  }

  private X509ExtendedTrustManager trust() {
    if (insecure) {
      return new TrustAllCertificates();
    }
    if (serverCertificate != null) {
      return new CheckServerCertificate(new TrustOneCertificate(serverCertificate));
    }
    return new CheckServerCertificate(
        authority == null ? TrustAuthorities.ofJava() : TrustAuthorities.of(authority));
  }
}
