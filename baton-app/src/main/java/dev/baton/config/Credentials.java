// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

/**
 * The credentials with which a client logs in to a Baton server. Secrets are never part of the text
 * form.
 */
public sealed interface Credentials {

  /** The name and the password of a user. */
  record Password(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[user=" + user + "]";
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
      return "Key[key=" + key + "]";
    }
  }
}
