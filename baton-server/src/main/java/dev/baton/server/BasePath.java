// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.InvalidInputException;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the path below which a proxy serves the server. */
public final class BasePath {

  private static final Pattern SEGMENTS = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

  /** The beginnings of the addresses of the server itself. */
  private static final Set<String> OWN =
      Set.of(
          "access",
          "actions",
          "api",
          "assets",
          "board",
          "engines",
          "executors",
          "health",
          "jobs",
          "metrics",
          "post",
          "schedules",
          "sign-in");

  private BasePath() {}

  /**
   * Returns the path without a slash at its end; empty for the root.
   *
   * @throws InvalidInputException if the text is not a path, or begins like an address of the
   *     server
   */
  public static String parse(String text) {
    String path = text.replaceFirst("/+$", "");
    if (!path.isEmpty() && !SEGMENTS.matcher(path).matches()) {
      throw new InvalidInputException(
          "base-path is '"
              + text
              + "'; expected a path such as /baton, of letters, digits and '.', '_', '~', '-'");
    }
    String first = first(path);
    if (OWN.contains(first)) {
      throw new InvalidInputException(
          "base-path is '"
              + text
              + "', but the server itself has addresses below '/"
              + first
              + "'; choose another path");
    }
    return path;
  }

  /**
   * Checks that {@link #parse} knows the addresses of the server, so that none has two meanings.
   *
   * @throws IllegalStateException if a route begins with an unknown segment
   */
  static void checkKnown(Iterable<Route> routes) {
    for (Route route : routes) {
      String first = first(route.path());
      if (!first.isEmpty() && !OWN.contains(first)) {
        throw new IllegalStateException("BasePath does not know '/" + first + "'");
      }
    }
  }

  private static String first(String path) {
    return path.isEmpty() ? "" : path.substring(1).split("/", 2)[0];
  }
}
