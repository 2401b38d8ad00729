// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import dev.baton.error.ForbiddenException;

/**
 * Makes the exceptions for callers who lack a right. The messages begin like Nuvla's messages,
 * which clients recognise. A caller who is logged in also reads which right is missing; an
 * anonymous caller reads no reason.
 */
public final class MissingRights {

  private MissingRights() {}

  /** Returns the exception for a caller who lacks a right on a resource. */
  public static ForbiddenException of(Caller caller, Right right, String resource) {
    return new ForbiddenException(
        "invalid credentials for '"
            + resource
            + "'"
            + reason(caller, "the right '" + right.apiName() + "' is missing"));
  }

  /** Returns the exception for a caller who lacks a claim, such as {@link Principals#USER}. */
  public static ForbiddenException of(Caller caller, String principal) {
    String what =
        switch (principal) {
          case Principals.ADMIN -> "only administrators may do this";
          case Principals.USER -> "only users may do this";
          default -> "only '" + principal + "' may do this";
        };
    return new ForbiddenException("credentials required" + reason(caller, what));
  }

  private static String reason(Caller caller, String reason) {
    if (caller.claims().contains(Principals.EXECUTOR)
        && !caller.claims().contains(Principals.USER)) {
      return ": the API key is for executors, which may only claim and run jobs";
    }
    return caller.userId().equals(Principals.ANONYMOUS) ? "" : ": " + reason;
  }
}
