// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import dev.baton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate with which a process shows who it is, and the private key of the certificate.
 *
 * @param chain the certificate, then the certificates of the authorities that signed it
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {

  private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.UTF_8);

  TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both files.
   *
   * @throws InvalidInputException if a file is invalid, the certificate is not valid now, or the
   *     key does not belong to the certificate
   */
  static TlsIdentity read(PemFile certificate, PemFile key) {
    TlsIdentity identity = new TlsIdentity(certificate.certificates(), key.key());
    X509Certificate own = identity.chain.getFirst();
    checkValidity(own, certificate);
    if (!belongTogether(own.getPublicKey(), identity.key)) {
      throw key.problem(
          "is not the key of the certificate in '"
              + certificate.path()
              + "'; name the key for which the certificate was made",
          null);
    }
    return identity;
  }

  private static void checkValidity(X509Certificate own, PemFile file) {
    try {
      own.checkValidity();
    } catch (CertificateExpiredException e) {
      throw file.problem(
          "expired at " + own.getNotAfter().toInstant() + "; replace it by a new certificate", e);
    } catch (CertificateNotYetValidException e) {
      throw file.problem(
          "is valid from "
              + own.getNotBefore().toInstant()
              + " on; correct the clock of this machine, or use another certificate",
          e);
    }
  }

  private static boolean belongTogether(PublicKey open, PrivateKey secret) {
    if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(signatureFor(secret));
      signature.initSign(secret);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // Keys with other parameters, such as other curves, do not even fit the same signature.
      return false;
    }
  }

  private static String signatureFor(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "EdDSA";
    };
  }
}
