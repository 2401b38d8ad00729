// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.LoginClient;
import dev.baton.server.LoginService;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The login with an API key and its secret. */
record ApiKeyLogin(LoginService loginService) implements LoginMethod {

  private static final String KEY = "key";
  private static final String SECRET = "secret";

  @Override
  public String name() {
    return LoginService.API_KEY;
  }

  @Override
  public String description() {
    return "Log in with an API key and its secret";
  }

  @Override
  public Set<String> attributes() {
    return Set.of(KEY, SECRET);
  }

  @Override
  public LoginService.OpenedSession open(UnaryOperator<String> values, LoginClient client) {
    return loginService.byKey(values.apply(KEY), values.apply(SECRET), client);
  }
}
