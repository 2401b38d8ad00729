// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an action.
 *
 * @param name the name in JSON, such as {@code maxAge}
 * @param description for display; may be empty
 * @param schema the JSON Schema of its values, with description and default
 * @param required whether a value must be given
 * @param defaultValue the value that is used if none is given; null if there is none
 */
public record ActionParameter(
    String name,
    String description,
    JsonNode schema,
    boolean required,
    @Nullable JsonNode defaultValue) {

  /** The name on a command line, such as {@code max-age}. */
  public String flag() {
    return flag(name);
  }

  /**
   * Converts the name of a parameter to its form on a command line: {@code maxAge} becomes {@code
   * max-age}.
   */
  public static String flag(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }
}
