// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.util.Set;

/**
 * The well-known principals. Principals of Nuvla keep their names, because clients compare the
 * names.
 */
public final class Principals {

  /** The administrators. They have every right. */
  public static final String ADMIN = "group/nuvla-admin";

  /** All users who are logged in. */
  public static final String USER = "group/nuvla-user";

  /** Everyone, logged in or not. */
  public static final String ANONYMOUS = "group/nuvla-anon";

  /** The executors. They may claim and run jobs through the API, and do nothing else. */
  public static final String EXECUTOR = "group/baton-executor";

  private static final Set<String> OF_EVERYBODY = Set.of(USER, ANONYMOUS);

  private Principals() {}

  /**
   * Whether quotas and unique keys can be counted for the principal. They cannot be counted for
   * sessions and credentials, because a user gets a new session with each login and may create many
   * credentials. They cannot be counted for {@link #USER} and {@link #ANONYMOUS} either, because
   * these groups contain everybody.
   */
  public static boolean isAccount(String principal) {
    return !principal.startsWith("session/")
        && !principal.startsWith("credential/")
        && !OF_EVERYBODY.contains(principal);
  }
}
