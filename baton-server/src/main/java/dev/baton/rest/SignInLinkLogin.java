// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import dev.baton.access.LoginClient;
import dev.baton.access.User;
import dev.baton.error.InvalidInputException;
import dev.baton.server.Authenticator;
import dev.baton.server.LoginService;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.SessionCookies;
import dev.baton.server.SignInLinks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The login with a link that is valid once, which {@code baton up} prints. A browser opens the link
 * and is redirected to the start page, so that the token does not stay in its address.
 */
record SignInLinkLogin(
    SignInLinks links,
    LoginService loginService,
    SessionCookies sessionCookies,
    BrowserMessages browserMessages,
    String startPage)
    implements LoginMethod {

  private static final String TOKEN = "token";

  List<Route> routes() {
    return List.of(
        Route.of(
                GET,
                SignInLinks.PATH,
                "Log in with a link that is valid once",
                browserMessages.around(this::redirect))
            .query(TOKEN));
  }

  @Override
  public String name() {
    return "sign-in-link";
  }

  @Override
  public String description() {
    return "Log in with a link that is valid once";
  }

  @Override
  public Set<String> attributes() {
    return Set.of(TOKEN);
  }

  @Override
  public LoginService.OpenedSession open(UnaryOperator<String> values, LoginClient client) {
    User user = links.redeem(values.apply(TOKEN));
    return loginService.open(user, name(), user.name(), client);
  }

  /** A HEAD request, such as that of a program that previews links, leaves the token valid. */
  private Response redirect(Request request) {
    String token =
        request
            .query()
            .last(TOKEN)
            .orElseThrow(() -> new InvalidInputException("parameter 'token' is missing"));
    Response start =
        new Response.Content(
            303,
            "text/plain",
            new byte[0],
            Map.of(
                "Location",
                startPage,
                "Cache-Control",
                "no-store",
                "Referrer-Policy",
                "no-referrer"));
    if (!request.method().equals("GET")) {
      return start;
    }
    LoginService.OpenedSession opened = open(name -> token, LoginMethods.clientOf(request));
    return start.with(
        "Set-Cookie",
        sessionCookies.cookie(
            request, Authenticator.COOKIE, opened.token(), opened.session().expiry()));
  }
}
