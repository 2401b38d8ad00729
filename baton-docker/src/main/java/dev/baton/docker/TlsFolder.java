// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and key in the files of Docker's client: ca.pem, cert.pem and key.pem. */
final class TlsFolder {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final char[] NO_PASSWORD = {};

  private TlsFolder() {}

  /**
   * Returns the TLS context of the folder's files.
   *
   * @throws InvalidInputException naming the folder, if a file is missing or invalid
   */
  static SSLContext context(String engine, Path folder) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted(certificates(folder.resolve("ca.pem"))));
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(
          keyed(key(folder.resolve("key.pem")), certificates(folder.resolve("cert.pem"))),
          NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "engine '"
              + engine
              + "': setting 'tls-folder' is '"
              + folder
              + "'; expected a folder with ca.pem, cert.pem and key.pem (PKCS #8): "
              + e,
          e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    Matcher text = KEY.matcher(Files.readString(file));
    if (!text.find()) {
      throw new InvalidKeySpecException("no private key in " + file);
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
    for (String kind : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // The file does not say which kind of key it contains. Therefore each kind is tried.
      }
    }
    return KeyFactory.getInstance("EdDSA").generatePrivate(encoded);
  }

  private static KeyStore trusted(Collection<? extends Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (Certificate authority : authorities) {
      store.setCertificateEntry("ca" + store.size(), authority);
    }
    return store;
  }

  private static KeyStore keyed(PrivateKey key, Collection<? extends Certificate> chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
