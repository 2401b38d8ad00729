// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

/** The credentials with which a client logs in. Secrets are never part of the text form. */
public sealed interface Credentials extends Authentication {

  /** The name and the password of a user. */
  record Password(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "user '" + user + "'";
    }
  }

  /**
   * An API key.
   *
   * @param key {@code credential/<uuid>}
   */
  record ApiKey(String key, String secret) implements Credentials {
    @Override
    public String toString() {
      return "API key '" + key + "'";
    }
  }
}
