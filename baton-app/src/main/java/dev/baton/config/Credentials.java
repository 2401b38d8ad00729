// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

/** Who one is, to a Baton server. Never shown. */
public sealed interface Credentials {

  /** A person's name and password. */
  record Password(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[user=" + user + "]";
    }
  }

  /**
   * A program's key.
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
