// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.util.Set;

/** The well-known principals; those of Nuvla keep their names, since clients compare them. */
public final class Principals {

  /** Holders have every right. */
  public static final String ADMIN = "group/nuvla-admin";

  /** Everyone who is logged in. */
  public static final String USER = "group/nuvla-user";

  /** Everyone. */
  public static final String ANONYMOUS = "group/nuvla-anon";

  /** May claim and run jobs through the API, and nothing else. */
  public static final String EXECUTOR = "group/baton-executor";

  private static final Set<String> OF_EVERYBODY = Set.of(USER, ANONYMOUS);

  private Principals() {}

  /**
   * Whether quotas and unique keys can be counted for the principal. A user gets a new session with
   * each login and may create many credentials, and everybody is in {@link #USER} and {@link
   * #ANONYMOUS}.
   */
  public static boolean isAccount(String principal) {
    return !principal.startsWith("session/")
        && !principal.startsWith("credential/")
        && !OF_EVERYBODY.contains(principal);
  }
}
