// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.NotFoundException;
import dev.baton.server.HttpStatusException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers requests that have no route. A path that no route has gets 404 and never a redirect, so
 * that a health probe with a mistyped path fails.
 */
final class UnknownPaths {

  private static final int MAX_SHOWN = 200;
  private static final String API = "/api/";

  private final List<String> collections;
  private final List<Pattern> known;

  /**
   * @param collections the names of the collections, such as {@code job}
   * @param routes all routes of the server
   */
  UnknownPaths(List<String> collections, List<Route> routes) {
    this.collections = List.copyOf(collections);
    this.known = routes.stream().map(route -> pattern(route.path())).toList();
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(
        Stream.of(path.split("/"))
            .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
            .collect(Collectors.joining("/")));
  }

  /** Answers a request for a path that no route has, or with a method that its route lacks. */
  Response answer(Request request) {
    String path = request.path();
    String shown = shown(path);
    if (known.stream().anyMatch(pattern -> pattern.matcher(path).matches())) {
      throw HttpStatusException.method(request.method(), shown);
    }
    if (isOperation(path)) {
      throw new NotFoundException("undefined action (" + request.method() + " " + shown + ")");
    }
    // Nuvla answers "unknown resource".
    String subject = path.startsWith(API) ? "unknown resource: " : "";
    throw new NotFoundException(
        subject + "there is nothing at '" + shown + "'; the API begins at " + CloudEntryPoint.PATH);
  }

  /** The path, shortened for messages. */
  static String shown(String path) {
    return path.length() > MAX_SHOWN ? path.substring(0, MAX_SHOWN) + "…" : path;
  }

  /**
   * Whether the path has the form of an operation on a resource, such as {@code /api/job/x/fly}.
   */
  private boolean isOperation(String path) {
    if (!path.startsWith(API)) {
      return false;
    }
    List<String> segments = List.of(path.substring(API.length()).split("/"));
    return segments.size() == 3 && collections.contains(segments.getFirst());
  }
}
