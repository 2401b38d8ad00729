// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a driver logs in to the servers of its board, and which certificates it uses. Null means that
 * the value is not set.
 *
 * @param authority PEM file with the certificates that a server's certificate must be signed by;
 *     null uses the certificates that Java trusts
 * @param certificate PEM file with the certificate that this process shows to a server
 * @param key PEM file with the private key of that certificate
 */
public record ServerAccess(
    @Nullable String user,
    @Nullable String password,
    @Nullable Path authority,
    @Nullable Path certificate,
    @Nullable Path key) {

  /** No login, and the certificates that Java trusts. */
  public static final ServerAccess NONE = new ServerAccess(null, null, null, null, null);

  /** Leaves out the password. */
  @Override
  public String toString() {
    return "ServerAccess[user=" + user + ", authority=" + authority + "]";
  }
}
