// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import java.util.Map;

/**
 * A reference to a resource.
 *
 * @param href {@code type/uuid}, or the name of a collection
 * @param more the other members of the reference; Baton stores them unchanged
 */
public record ResourceRef(String href, Map<String, JsonNode> more) {

  private static final int MAX_LENGTH = 255;

  public ResourceRef {
    if (href.isBlank() || href.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "href must have 1 to " + MAX_LENGTH + " characters, has " + href.length());
    }
    more = Map.copyOf(more);
  }

  /**
   * Returns a reference without other members.
   *
   * @throws InvalidInputException if the href is blank or has more than 255 characters
   */
  public static ResourceRef of(String href) {
    return new ResourceRef(href, Map.of());
  }
}
