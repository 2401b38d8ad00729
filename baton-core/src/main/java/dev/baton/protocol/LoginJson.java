// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes the body of {@code POST /api/session}: a filled-in session template. */
public final class LoginJson {

  private LoginJson() {}

  /** Returns the body for the login of a user. */
  public static ObjectNode byPassword(String user, String password) {
    return form("password", "username", user, "password", password);
  }

  /** Returns the body for the login with an API key, {@code credential/<uuid>}. */
  public static ObjectNode byApiKey(String key, String secret) {
    return form("api-key", "key", key, "secret", secret);
  }

  /** Returns the id of the session template of a login method, such as {@code password}. */
  public static String template(String method) {
    return "session-template/" + method;
  }

  private static ObjectNode form(
      String method, String nameField, String name, String secretField, String secret) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    form.putObject("template")
        .put("href", template(method))
        .put(nameField, name)
        .put(secretField, secret);
    return form;
  }
}
