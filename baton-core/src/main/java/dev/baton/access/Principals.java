// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

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

  private Principals() {}
}
