// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.dashboard.Dashboard;
import dev.baton.dashboard.MessagePage;
import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.SignInLinks;
import java.util.List;
import java.util.Map;

/**
 * Answers browsers with an HTML page where other clients get an error document: for addresses that
 * people type or open from a link. The status is the same. Addresses of the API and of probes
 * always have error documents.
 */
record BrowserMessages(Dashboard dashboard) {

  private static final List<String> PROGRAMS = List.of("/api/", "/health/", "/metrics");

  private static final String NEW_LINK =
      "Sign in with your user name and password. For a new link, restart 'baton up' in a terminal.";

  /** Answers like the handler, but with a page if a browser would get an error document. */
  Route.Handler around(Route.Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (NotFoundException | ForbiddenException | InvalidInputException e) {
        if (!isForBrowser(request)) {
          throw e;
        }
        return page(e, request);
      }
    };
  }

  private static boolean isForBrowser(Request request) {
    String path = request.path();
    return request.header("Accept").orElse("").contains("text/html")
        && PROGRAMS.stream().noneMatch(path::startsWith);
  }

  private Response page(BatonException e, Request request) {
    return switch (e) {
      case ForbiddenException forbidden ->
          page(
              403,
              new MessagePage(
                  "This sign-in link is no longer valid",
                  "A link signs in once, within " + SignInLinks.VALID.toMinutes() + " minutes.",
                  NEW_LINK));
      case InvalidInputException invalid ->
          page(
              400,
              new MessagePage(
                  "This sign-in link is not complete",
                  "The link ends with a token. Copy the whole link.",
                  NEW_LINK));
      default ->
          page(
              404,
              new MessagePage(
                  "There is no such page",
                  "This server has nothing at " + UnknownPaths.shown(request.path()),
                  "Check the address, or choose a page in the dashboard. The API begins at "
                      + CloudEntryPoint.PATH
                      + "."));
    };
  }

  private Response page(int status, MessagePage message) {
    return new Response.Content(
        status,
        "text/html; charset=utf-8",
        dashboard.page(message),
        Map.of("Content-Security-Policy", Dashboard.CONTENT_SECURITY_POLICY, "Vary", "Accept"));
  }
}
