// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Checks the certificate of a server, and says why it is not accepted and what to do. */
final class CheckServerCertificate extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager trusted;

  CheckServerCertificate(X509ExtendedTrustManager trusted) {
    this.trusted = trusted;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      trusted.checkServerTrusted(chain, type, engine);
    } catch (UntrustedServerException e) {
      throw e;
    } catch (CertificateException e) {
      throw new UntrustedServerException(reason(e, chain[0], engine.getPeerHost()), e);
    }
  }

  private static String reason(CertificateException problem, X509Certificate server, String host) {
    try {
      server.checkValidity();
    } catch (CertificateExpiredException e) {
      return "its certificate expired at "
          + server.getNotAfter().toInstant()
          + "; give the server a new certificate";
    } catch (CertificateNotYetValidException e) {
      return "its certificate is valid from "
          + server.getNotBefore().toInstant()
          + " on; correct the clock of this machine or of the server";
    }
    if (causes(problem).anyMatch(CertPathBuilderException.class::isInstance)) {
      return "its certificate comes from the authority '"
          + server.getIssuerX500Principal()
          + "', which is not trusted here; name the file with the certificate of the authority:"
          + " --tls-ca FILE or BATON_TLS_CA=FILE";
    }
    // Java throws this class for a wrong name, and subclasses for faults of the certificates.
    return problem.getClass().equals(CertificateException.class)
        ? "its certificate is for "
            + names(server)
            + ", not for '"
            + host
            + "'; use an address of the certificate, or give the server a certificate for '"
            + host
            + "'"
        : "its certificate is not accepted: " + problem.getMessage();
  }

  private static Stream<Throwable> causes(Throwable problem) {
    return Stream.iterate(problem, Objects::nonNull, Throwable::getCause);
  }

  private static String names(X509Certificate server) {
    try {
      Collection<List<?>> names = server.getSubjectAlternativeNames();
      return names == null
          ? "no name at all (it has no subjectAltName)"
          : names.stream().map(name -> "'" + name.get(1) + "'").collect(Collectors.joining(", "));
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted.checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trusted.checkClientTrusted(chain, type, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }
}
