// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image of a container.
 *
 * @param name as the engine understands it
 * @param pullPolicy when to fetch it; null leaves it to the engine
 * @param pullSecrets what the engine knows credentials for its registry by
 */
public record EngineImage(String name, @Nullable PullPolicy pullPolicy, List<String> pullSecrets) {

  public EngineImage {
    if (name.isBlank() || name.chars().anyMatch(c -> c <= ' ')) {
      throw new InvalidInputException(
          "image is '" + name + "'; expected a name without spaces such as alpine:3");
    }
    pullSecrets = List.copyOf(pullSecrets);
  }

  /** One that is fetched as the engine does by itself. */
  public static EngineImage of(String name) {
    return new EngineImage(name, null, List.of());
  }
}
