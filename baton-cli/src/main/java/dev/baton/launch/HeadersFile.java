// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A file with HTTP headers, one {@code NAME: VALUE} a line, such as the key of an account. The file
 * is read again for each request, so a new key needs no restart. If the file cannot be read, the
 * headers of the last read remain.
 */
final class HeadersFile implements Supplier<Map<String, String>> {

  private final Path path;
  // Written by the threads that send requests.
  private volatile Map<String, String> headers;

  private HeadersFile(Path path, Map<String, String> headers) {
    this.path = path;
    this.headers = headers;
  }

  /**
   * Reads the file.
   *
   * @throws InvalidInputException if the file cannot be read; the message has no value of a header
   */
  static HeadersFile open(Path path) {
    return new HeadersFile(path, read(path));
  }

  @Override
  public Map<String, String> get() {
    try {
      headers = read(path);
    } catch (InvalidInputException e) {
      // The receiver refuses the spans if the headers are too old, and that is logged.
      return headers;
    }
    return headers;
  }

  private static Map<String, String> read(Path path) {
    Map<String, String> headers = new TreeMap<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(path)) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        String value = line.substring(colon + 1).strip();
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || !value.matches("[\\x20-\\x7e]+")) {
          throw new InvalidInputException(
              "otlp-headers-file '" + path + "': line " + number + " is not NAME: VALUE");
        }
        headers.put(name, value);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "otlp-headers-file '" + path + "' cannot be read: " + e.getMessage(), e);
    }
    return Map.copyOf(headers);
  }
}
