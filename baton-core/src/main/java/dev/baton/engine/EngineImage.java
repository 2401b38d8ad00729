// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image of a container.
 *
 * @param name the name as the engine understands it
 * @param pullPolicy when the engine pulls the image; null for the default of the engine
 * @param pullSecrets the names under which the engine stores the credentials for the registry
 */
public record EngineImage(String name, @Nullable PullPolicy pullPolicy, List<String> pullSecrets) {

  public EngineImage {
    if (name.isBlank() || name.chars().anyMatch(c -> c <= ' ')) {
      throw new InvalidInputException(
          "image is '" + name + "'; expected a name without spaces such as alpine:3");
    }
    pullSecrets = List.copyOf(pullSecrets);
  }

  /** Creates an image with the default pull policy of the engine. */
  public static EngineImage of(String name) {
    return new EngineImage(name, null, List.of());
  }
}
