// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import dev.baton.error.InvalidInputException;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate in a PEM file. New connections use the present files; connections that are
 * open keep the certificate with which they began. Thread-safe.
 */
public final class ShowCertificate extends X509ExtendedKeyManager {

  private final ReloadedFiles<TlsIdentity> files;
  // A handshake asks for an alias, and then for certificate and key with this alias. Each version
  // of the files has its own alias, so both come from the same version. Handshakes take moments, so
  // only the last two versions are kept.
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Named> newest = new ArrayDeque<>(); // guarded by the lock
  private long versions; // guarded by the lock

  private record Named(String alias, TlsIdentity identity) {}

  private ShowCertificate(ReloadedFiles<TlsIdentity> files) {
    this.files = files;
  }

  /**
   * Reads both files.
   *
   * @throws InvalidInputException if a file is missing, open to all users or invalid, if the
   *     certificate has expired, or if the key is not that of the certificate
   */
  public static ShowCertificate of(PemFile certificate, PemFile key) {
    return new ShowCertificate(
        new ReloadedFiles<>(List.of(certificate, key), () -> TlsIdentity.read(certificate, key)));
  }

  /** When the certificate in use expires. Looks at the files, as a new connection does. */
  public Instant expiry() {
    return files.value().chain().getFirst().getNotAfter().toInstant();
  }

  private @Nullable String alias(String... keyTypes) {
    TlsIdentity identity = files.value();
    String algorithm = identity.key().getAlgorithm();
    if (Stream.of(keyTypes).noneMatch(type -> type.split("_", 2)[0].equals(algorithm))) {
      return null;
    }
    lock.lock();
    try {
      if (newest.isEmpty() || !newest.getFirst().identity().equals(identity)) {
        newest.addFirst(new Named("version-" + ++versions, identity));
        while (newest.size() > 2) {
          newest.removeLast();
        }
      }
      return newest.getFirst().alias();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable TlsIdentity identity(String alias) {
    lock.lock();
    try {
      return newest.stream()
          .filter(each -> each.alias().equals(alias))
          .map(Named::identity)
          .findFirst()
          .orElse(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return alias(keyTypes);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    TlsIdentity identity = identity(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    TlsIdentity identity = identity(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return aliases(keyType);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return aliases(keyType);
  }

  private String @Nullable [] aliases(String keyType) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }
}
