// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server that the flags of a command name; each component is null if the flag is missing.
 *
 * @param endpoint {@code --endpoint}
 * @param data {@code --data}
 * @param context {@code --context}
 */
public record ServerChoice(
    @Nullable String endpoint, @Nullable String data, @Nullable String context) {

  /** The choice if no flag names a server. */
  public static final ServerChoice NONE = new ServerChoice(null, null, null);

  public ServerChoice {
    List<String> given =
        Stream.of(
                endpoint == null ? null : "--endpoint",
                data == null ? null : "--data",
                context == null ? null : "--context")
            .filter(Objects::nonNull)
            .toList();
    if (given.size() > 1) {
      throw new InvalidInputException(
          String.join(" and ", given) + " name different servers; give one of them");
    }
  }
}
