// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the authorities in a PEM file. New connections use the present file. Thread-safe.
 *
 * <p>The checks of certificates are those of Java.
 */
public final class TrustAuthorities extends X509ExtendedTrustManager {

  private final Supplier<X509ExtendedTrustManager> trusted;

  private TrustAuthorities(Supplier<X509ExtendedTrustManager> trusted) {
    this.trusted = trusted;
  }

  /**
   * Reads the file.
   *
   * @throws InvalidInputException if the file is missing or has no certificate
   */
  public static TrustAuthorities of(PemFile authorities) {
    ReloadedFiles<X509ExtendedTrustManager> files =
        new ReloadedFiles<>(List.of(authorities), () -> managerOf(authorities.certificates()));
    return new TrustAuthorities(files::value);
  }

  /** Returns the trust manager of Java, which trusts the authorities that Java knows. */
  public static X509ExtendedTrustManager ofJava() {
    return managerOf(null);
  }

  private static X509ExtendedTrustManager managerOf(@Nullable List<X509Certificate> authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities == null ? null : storeOf(authorities));
      return Stream.of(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("this Java has no trust manager"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot check certificates", e);
    }
  }

  private static KeyStore storeOf(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("an empty key store cannot be made", e);
    }
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority" + store.size(), authority);
    }
    return store;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted.get().checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted.get().checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trusted.get().checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted.get().checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted.get().checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trusted.get().checkServerTrusted(chain, type, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.get().getAcceptedIssuers();
  }
}
