// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.LoginClient;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.protocol.LoginJson;
import dev.baton.server.LoginService;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A way to log in. As at Nuvla, the client fills in the session template of the method and sends
 * it. {@link ApiServer} contains the list of all methods.
 */
interface LoginMethod {

  /** The name in sessions and in the id of the template, such as {@code api-key}. */
  String name();

  /** Names the credentials of the method, as a sentence for people. */
  String description();

  /** The names of the attributes that clients fill in. The values are texts. */
  Set<String> attributes();

  /**
   * Opens a session.
   *
   * @param values returns the value of an attribute; throws {@link InvalidInputException} if the
   *     client has not filled in the attribute
   * @param client the client that logs in
   * @throws ForbiddenException if the values do not identify a user
   */
  LoginService.OpenedSession open(UnaryOperator<String> values, LoginClient client);

  /** The id of the session template. */
  default String template() {
    return LoginJson.template(name());
  }
}
