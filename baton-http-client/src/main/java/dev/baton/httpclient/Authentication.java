// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

/** How a process identifies itself to a server: by a login, or by a header that needs no login. */
public sealed interface Authentication permits Authentication.AuthenticationHeader, Credentials {

  /**
   * A header that proves the identity without a login. Its value is never part of the text form.
   *
   * @param description names the header in messages
   */
  record AuthenticationHeader(String name, String value, String description)
      implements Authentication {

    /** Returns the header {@code nuvla-authn-info}, for servers that trust this header. */
    public static AuthenticationHeader nuvlaAuthnInfo(String value) {
      return new AuthenticationHeader("nuvla-authn-info", value, "the header nuvla-authn-info");
    }

    /** Returns the cookies of a login session that another program created. */
    public static AuthenticationHeader cookies(String value) {
      return new AuthenticationHeader("Cookie", value, "the cookies of a session");
    }

    @Override
    public String toString() {
      return description;
    }
  }
}
