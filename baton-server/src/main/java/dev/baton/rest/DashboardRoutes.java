// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import dev.baton.dashboard.Dashboard;
import dev.baton.dashboard.DashboardFile;
import dev.baton.error.NotFoundException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the dashboard. The page needs no login, because it contains no data: it signs the user in
 * and reads everything from the API.
 */
record DashboardRoutes(Dashboard dashboard) {

  private static final String FOREVER = "public, max-age=31536000, immutable";

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String path : Dashboard.PATHS) {
      routes.add(Route.of(GET, path, "The dashboard", this::page));
    }
    routes.add(Route.of(GET, Dashboard.ASSETS + "{file}", "A file of the dashboard", this::asset));
    return routes;
  }

  /** Answers the page. Browsers ask each time whether the page has changed. */
  private Response page(Request request) {
    return answer(request, dashboard.page(), "no-cache")
        .with("Content-Security-Policy", Dashboard.CONTENT_SECURITY_POLICY);
  }

  private Response asset(Request request) {
    DashboardFile file =
        dashboard
            .asset(request.segment("file"))
            .orElseThrow(() ->
                new NotFoundException(
                    "the dashboard has no such file; after an update of the server, reload the"
                        + " page"));
    return answer(request, file, FOREVER);
  }

  private static Response answer(Request request, DashboardFile file, String caching) {
    boolean gzip = request.header("Accept-Encoding").orElse("").contains("gzip");
    // A strong tag names the exact bytes, so the compressed form has a tag of its own.
    String tag = "\"" + file.hash() + (gzip ? "-gzip" : "") + "\"";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", caching);
    headers.put("ETag", tag);
    headers.put("Vary", "Accept-Encoding");
    if (request.header("If-None-Match").filter(known -> known.contains(tag)).isPresent()) {
      return new Response.Content(304, file.type(), new byte[0], headers);
    }
    if (gzip) {
      headers.put("Content-Encoding", "gzip");
    }
    return new Response.Content(200, file.type(), gzip ? file.gzipped() : file.body(), headers);
  }
}
