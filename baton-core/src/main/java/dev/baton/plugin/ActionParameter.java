// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an action.
 *
 * @param name as in JSON, such as {@code maxAge}
 * @param description for people; may be empty
 * @param schema JSON Schema of its values, with description and default
 * @param required whether it must be given
 * @param defaultValue the value when it is not given, if there is one
 */
public record ActionParameter(
    String name,
    String description,
    JsonNode schema,
    boolean required,
    @Nullable JsonNode defaultValue) {

  /** The name as on a command line, such as {@code max-age}. */
  public String flag() {
    return flag(name);
  }

  /** A parameter's name as on a command line: {@code maxAge} becomes {@code max-age}. */
  public static String flag(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }
}
