// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS contexts of Java. */
public final class TlsContext {

  private TlsContext() {}

  /**
   * Returns a context.
   *
   * @param own shows the certificate of this process; null if it shows none
   * @param trusted checks the certificates of peers; null if no certificate is trusted
   */
  public static SSLContext of(
      @Nullable X509ExtendedKeyManager own, @Nullable X509ExtendedTrustManager trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own == null ? new KeyManager[0] : new KeyManager[] {own},
          trusted == null ? new TrustManager[0] : new TrustManager[] {trusted},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }
}
