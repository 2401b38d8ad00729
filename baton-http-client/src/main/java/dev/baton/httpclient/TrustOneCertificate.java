// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import dev.baton.error.InvalidInputException;
import dev.baton.tls.PemFile;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the one server that shows the certificate in a file, under any name. The file is read for
 * each connection, because the server may have a new certificate.
 */
final class TrustOneCertificate extends X509ExtendedTrustManager {

  private final PemFile file;

  TrustOneCertificate(PemFile file) {
    this.file = file;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    try {
      X509Certificate expected = file.certificates().getFirst();
      if (!chain[0].equals(expected)) {
        throw new UntrustedServerException(
            "its certificate is not the one in '" + file.path() + "', " + reason(expected), null);
      }
    } catch (InvalidInputException e) {
      throw new UntrustedServerException(
          e.getMessage()
              + ". The server continues with its former certificate; correct the file, or name the"
              + " authority of the former certificate with --tls-ca",
          e);
    }
  }

  private static String reason(X509Certificate expected) {
    try {
      expected.checkValidity();
    } catch (CertificateExpiredException e) {
      return "which expired at "
          + expected.getNotAfter().toInstant()
          + ", so the server continues with its former certificate; replace the file by a"
          + " certificate that is valid";
    } catch (CertificateNotYetValidException e) {
      return "which is valid from "
          + expected.getNotBefore().toInstant()
          + " on, so the server continues with its former certificate; correct the clock of this"
          + " machine, or replace the file";
    }
    return "which the server of this data folder uses. Either the file was replaced by one that the"
        + " server does not accept (its log says why), or another program listens at the address";
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a client trusts no client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
