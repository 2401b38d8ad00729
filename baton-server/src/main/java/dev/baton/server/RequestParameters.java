// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.InvalidInputException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parameters of a request, from the query string and from a form.
 *
 * @param values all values of each name, in the order given
 */
public record RequestParameters(Map<String, List<String>> values) {

  private static final int MAX_PARAMETERS = 10_000;

  /**
   * Parses {@code a=b&c=d}. The servlet container parses forms only for POST, but clients also send
   * forms with PUT and DELETE.
   */
  static RequestParameters parse(String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    for (String pair : encoded.split("&")) {
      if (!pair.isEmpty() && ++count <= MAX_PARAMETERS) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
      }
    }
    return new RequestParameters(values);
  }

  /** The last value of a parameter, if the parameter is present. */
  public Optional<String> last(String name) {
    List<String> given = all(name);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
  }

  /** All values of a parameter. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** All words of a parameter that may be repeated and may hold lists separated by commas. */
  public List<String> words(String name) {
    return all(name).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "a parameter has an invalid percent-encoding: " + e.getMessage(), e);
    }
  }
}
