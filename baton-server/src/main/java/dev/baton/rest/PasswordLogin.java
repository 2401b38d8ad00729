// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.LoginClient;
import dev.baton.access.User;
import dev.baton.server.Accounts;
import dev.baton.server.LoginService;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The login with a user's name and password. */
record PasswordLogin(Accounts accounts, LoginService loginService) implements LoginMethod {

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";

  @Override
  public String name() {
    return "password";
  }

  @Override
  public String description() {
    return "Log in with a user's name and password";
  }

  @Override
  public Set<String> attributes() {
    return Set.of(USERNAME, PASSWORD);
  }

  @Override
  public LoginService.OpenedSession open(UnaryOperator<String> values, LoginClient client) {
    String username = values.apply(USERNAME);
    User user = accounts.authenticate(username, values.apply(PASSWORD), client.address());
    return loginService.open(user, name(), username, client);
  }
}
